// Exceptions first: what is late, what nobody can do, what waits for a word, what rests. Each leads
// to its order; what needs nothing is not shown.
import { SimpleGrid, Text, Title } from "@mantine/core";
import {
  IconClockExclamation,
  IconHandStop,
  IconPlayerPause,
  IconSeeding,
  IconUserQuestion,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { OrderRow } from "../../api/types";
import { PriorityBadge, StatusBadge } from "../../kit/badges";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, EmptyState } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { OrderCard } from "../../order/OrderCard";
import { exceptionsQueries, type Waiting } from "./exceptions";
import classes from "./supervisor.module.css";

const kinds = [
  { kind: "late", icon: IconClockExclamation },
  { kind: "nobody", icon: IconUserQuestion },
  { kind: "approval", icon: IconHandStop },
  { kind: "held", icon: IconPlayerPause },
] as const;

export function Home() {
  const { t } = useTranslation("supervisor");
  const late = useQuery(exceptionsQueries.late);
  const queue = useQuery(exceptionsQueries.queue);
  const approval = useQuery(exceptionsQueries.approval);
  const held = useQuery(exceptionsQueries.held);
  const lists = { late, nobody: queue, approval, held };
  const calm = Object.values(lists).every((list) => list.data?.length === 0);
  return (
    <Page title={t("exceptions.title")} subtitle={t("exceptions.help")} wide>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        {kinds.map(({ kind, icon: Picture }) => (
          <a key={kind} href={`#${kind}`} className={classes.tile}>
            <Picture size={22} stroke={1.6} aria-hidden />
            <span className={classes.count}>{lists[kind].data?.length ?? "–"}</span>
            <span>{t(`exceptions.${kind}.title`)}</span>
          </a>
        ))}
      </SimpleGrid>
      {calm && (
        <EmptyState
          icon={IconSeeding}
          title={t("exceptions.calm")}
          help={t("exceptions.calmHelp")}
        />
      )}
      <Section kind="late" query={late} draw={(order) => <OrderCard order={order} />} />
      <Section kind="nobody" query={queue} draw={(order) => <WaitingCard order={order} />} />
      <Section kind="approval" query={approval} draw={(order) => <OrderCard order={order} />} />
      <Section kind="held" query={held} draw={(order) => <OrderCard order={order} />} />
    </Page>
  );
}

interface SectionProps<Row> {
  kind: (typeof kinds)[number]["kind"];
  query: { data: Row[] | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  draw: (row: Row) => ReactNode;
}

function Section<Row extends OrderRow | Waiting>({ kind, query, draw }: SectionProps<Row>) {
  const { t } = useTranslation("supervisor");
  if (query.data?.length === 0) {
    return null;
  }
  return (
    <section id={kind} aria-label={t(`exceptions.${kind}.title`)}>
      <Title order={2} size="h4">
        {t(`exceptions.${kind}.title`)}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t(`exceptions.${kind}.help`)}
      </Text>
      <Asked query={query}>
        {(rows) => (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
            {rows.map((row) => (
              <Panel key={"orderId" in row ? row.orderId : row.id} flush>
                {draw(row)}
              </Panel>
            ))}
          </SimpleGrid>
        )}
      </Asked>
    </section>
  );
}

function WaitingCard({ order }: { order: Waiting }) {
  const { t } = useTranslation("supervisor");
  return (
    <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className={classes.card}>
      <span className={classes.between}>
        <StatusBadge status={order.status} />
        <PriorityBadge priority={order.priority} />
      </span>
      <Text fw={600} mt={6}>
        {order.title}
      </Text>
      <Text size="sm" c="dimmed">
        {[order.code, order.customerName, order.zoneName].filter(Boolean).join(" · ")}
      </Text>
      <Text size="sm" component="div">
        {t(`exceptions.reason.${order.reason}`)} · <SiteTime at={order.since} shape="ago" />
      </Text>
    </Link>
  );
}
