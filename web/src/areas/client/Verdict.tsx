// The customer's word on completed work: stars and a sentence. It may be given anew.
import { Button, Group, Rating, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "../../api/types";
import { Panel } from "../../kit/Panel";
import { Asked, ProblemAlert } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { showDone } from "../../kit/toasts";
import { ratingQuery, useRate } from "../../order/queries";

export function Verdict({ order }: { order: Order }) {
  const { t } = useTranslation("client");
  const query = useQuery(ratingQuery(order.id));
  return (
    <Panel title={t("verdict.title")}>
      <Asked query={query}>
        {(rating) => (
          <Form
            key={rating?.at}
            order={order}
            stars={rating?.stars ?? 0}
            comment={rating?.comment ?? ""}
          />
        )}
      </Asked>
      {order.objectionUntil && order.status === "completed" && (
        <Text size="sm" c="dimmed" mt="sm">
          {t("verdict.until")} <SiteTime at={order.objectionUntil} zone={order.site.timeZone} />
        </Text>
      )}
    </Panel>
  );
}

interface FormProps {
  order: Order;
  stars: number;
  comment: string;
}

function Form({ order, ...given }: FormProps) {
  const { t } = useTranslation("client");
  const rate = useRate(order.id);
  const [stars, setStars] = useState(given.stars);
  const [comment, setComment] = useState(given.comment);
  const changed = stars !== given.stars || comment.trim() !== given.comment;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Not by mutate()'s callbacks: the news of the rating may take this form away before its answer comes.
    rate.mutateAsync({ stars, comment: comment.trim() || undefined }).then(
      () => showDone(t("verdict.thanks")),
      () => undefined, // the form shows the problem
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Rating
          value={stars}
          onChange={setStars}
          size="xl"
          role="radiogroup"
          aria-label={t("verdict.stars")}
          getSymbolLabel={(count) => t("verdict.star", { count })}
        />
        <Textarea
          label={t("verdict.comment")}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          maxLength={1000}
          autosize
          minRows={2}
        />
        {rate.error ? <ProblemAlert error={rate.error} /> : null}
        <Group>
          <Button type="submit" loading={rate.isPending} disabled={stars === 0 || !changed}>
            {t("verdict.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
