// What customer, technician and office write to each other about the order.
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconMessages, IconSend } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../api/client";
import type { Order } from "../api/types";
import { EmptyState, Loading, ProblemAlert } from "../kit/states";
import { SiteTime } from "../kit/times";
import { useMay, usePerson } from "../session/useSession";
import classes from "./order.module.css";
import { commentsQuery, useComment } from "./queries";

export function Conversation({ order }: { order: Order }) {
  const { t } = useTranslation("order");
  const me = usePerson();
  const mayWrite = useMay("order:comment");
  const query = useInfiniteQuery(commentsQuery(order.id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const comments = query.data.pages.flatMap((page) => page.items);
  return (
    <Stack>
      {comments.length === 0 && (
        <EmptyState
          icon={IconMessages}
          title={t("conversation.empty")}
          help={t("conversation.emptyHelp")}
        />
      )}
      <div role="log" aria-label={t("panel.conversation")}>
        <Stack gap="xs" component="ul" m={0} p={0}>
          {comments.map((comment) => (
            <li
              key={comment.id}
              className={`${classes.message} ${comment.by.id === me.id ? classes.mine : ""}`}
            >
              <Text size="sm" c="dimmed">
                {comment.by.name} · <SiteTime at={comment.at} zone={order.site.timeZone} />
              </Text>
              {comment.text}
            </li>
          ))}
        </Stack>
      </div>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
      {mayWrite && <Write orderId={order.id} />}
    </Stack>
  );
}

function Write({ orderId }: { orderId: string }) {
  const { t } = useTranslation("order");
  const comment = useComment(orderId);
  const [text, setText] = useState("");
  const key = useRef(newKey()); // the same for each try of one message
  const submit = (event: FormEvent) => {
    event.preventDefault();
    comment.mutate(
      { text: text.trim(), key: key.current },
      {
        onSuccess: () => {
          setText("");
          key.current = newKey();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          label={t("conversation.write")}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            key.current = newKey();
          }}
          maxLength={2000}
          autosize
          minRows={2}
        />
        {comment.error ? <ProblemAlert error={comment.error} /> : null}
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={comment.isPending}
            disabled={text.trim() === ""}
            leftSection={<IconSend size={16} aria-hidden />}
          >
            {t("conversation.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
