// Completed work, with what proves it beside: the supervisor closes it or sends somebody back.
import { Button, Grid, Group, Stack, Tabs, Text, Title, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconChecks } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTypeName } from "../../api/catalogues";
import type { Order, OrderRow } from "../../api/types";
import { PriorityBadge } from "../../kit/badges";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, EmptyState, Loading, ProblemAlert } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { EvidenceGallery } from "../../order/EvidenceGallery";
import { ordersQuery } from "../../order/list";
import { Materials } from "../../order/Materials";
import { orderQuery } from "../../order/queries";
import { RatingPanel } from "../../order/RatingPanel";
import { Story } from "../../order/Story";
import { TransitionButtons } from "../../order/TransitionButtons";
import classes from "./supervisor.module.css";

export function Review() {
  const { t } = useTranslation(["supervisor", "order"]);
  const phone = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
  const query = useInfiniteQuery(ordersQuery({ status: ["completed"], sort: "due" }));
  const [chosen, setChosen] = useState<string | null>(null);
  const orders = query.data?.pages.flatMap((page) => page.items) ?? [];
  // What was judged leaves the list: the next one takes its place.
  const known = orders.find(({ id }) => id === chosen);
  const shown = known ?? (phone ? undefined : orders[0]);
  const list = (
    <Panel flush>
      <nav className={classes.queue} aria-label={t("review.list")}>
        {orders.map((order) => (
          <Choice
            key={order.id}
            order={order}
            current={order.id === shown?.id}
            onChoose={() => setChosen(order.id)}
          />
        ))}
        {query.hasNextPage && (
          <Button variant="default" m="sm" onClick={() => void query.fetchNextPage()}>
            {t("order:more")}
          </Button>
        )}
      </nav>
    </Panel>
  );
  return (
    <Page title={t("review.title")} subtitle={t("review.help")} wide>
      {query.isPending && <Loading />}
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && orders.length === 0 && (
        <EmptyState icon={IconChecks} title={t("review.empty")} help={t("review.emptyHelp")} />
      )}
      {orders.length > 0 && (
        <Grid gutter="md">
          {(!phone || !shown) && <Grid.Col span={{ base: 12, md: 4 }}>{list}</Grid.Col>}
          {shown && (
            <Grid.Col span={{ base: 12, md: 8 }}>
              {phone && (
                <Button
                  variant="default"
                  mb="sm"
                  leftSection={<IconArrowLeft size={16} aria-hidden />}
                  onClick={() => setChosen(null)}
                >
                  {t("review.back")}
                </Button>
              )}
              <Work key={shown.id} orderId={shown.id} />
            </Grid.Col>
          )}
        </Grid>
      )}
    </Page>
  );
}

interface ChoiceProps {
  order: OrderRow;
  current: boolean;
  onChoose: () => void;
}

function Choice({ order, current, onChoose }: ChoiceProps) {
  return (
    <UnstyledButton className={classes.choice} aria-current={current} onClick={onChoose}>
      <span className={classes.between}>
        <Text span fw={600} size="sm">
          {order.title}
        </Text>
        <PriorityBadge priority={order.priority} />
      </span>
      <Text size="sm" c="dimmed">
        {[order.code, order.customer.name, order.technician?.name].filter(Boolean).join(" · ")}
      </Text>
      {order.completedAt && (
        <Text size="sm" c="dimmed" component="div">
          <SiteTime at={order.completedAt} shape="ago" />
        </Text>
      )}
    </UnstyledButton>
  );
}

function Work({ orderId }: { orderId: string }) {
  const query = useQuery(orderQuery(orderId));
  return <Asked query={query}>{(order) => <Judged order={order} />}</Asked>;
}

function Judged({ order }: { order: Order }) {
  const { t } = useTranslation(["supervisor", "order"]);
  const typeName = useTypeName();
  return (
    <Stack>
      <Panel>
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} size="h4">
              {order.title}
            </Title>
            <Text size="sm" c="dimmed">
              {[order.code, typeName(order.type), order.customer.name, order.technician?.name]
                .filter(Boolean)
                .join(" · ")}
            </Text>
            <Link to="/orders/$orderId" params={{ orderId: order.id }}>
              {t("review.open")}
            </Link>
          </div>
          <Group gap="xs">
            <TransitionButtons order={order} skip={["cancel"]} />
          </Group>
        </Group>
        <Text mt="sm" style={{ whiteSpace: "pre-line" }}>
          {order.description}
        </Text>
      </Panel>
      <RatingPanel order={order} />
      <Tabs defaultValue="evidence" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="evidence">{t("order:panel.evidence")}</Tabs.Tab>
          <Tabs.Tab value="materials">{t("order:panel.materials")}</Tabs.Tab>
          <Tabs.Tab value="story">{t("order:panel.story")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="evidence" pt="md">
          <EvidenceGallery order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="materials" pt="md">
          <Materials order={order} />
        </Tabs.Panel>
        <Tabs.Panel value="story" pt="md">
          <Story order={order} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
