// What happened with the order, in order: the suite's own record of it.
import { Button, Text, Timeline } from "@mantine/core";
import {
  type Icon,
  IconAlarm,
  IconArrowsExchange,
  IconCamera,
  IconCar,
  IconCheck,
  IconClipboardPlus,
  IconMapPin,
  IconMessage,
  IconPackage,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconReportAnalytics,
  IconUserCheck,
  IconUserMinus,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Order, TimelineEntry } from "../api/types";
import { EmptyState, Loading, ProblemAlert } from "../kit/states";
import { SiteTime } from "../kit/times";
import { timelineQuery } from "./queries";

const icons: Record<TimelineEntry["kind"], Icon> = {
  order_created: IconClipboardPlus,
  order_updated: IconPencil,
  status_changed: IconArrowsExchange,
  commented: IconMessage,
  sla_warning: IconAlarm,
  sla_breached: IconAlarm,
  assigned: IconUserCheck,
  assignment_cancelled: IconUserMinus,
  travel_started: IconCar,
  arrived: IconMapPin,
  work_started: IconPlayerPlay,
  work_paused: IconPlayerPause,
  work_resumed: IconPlayerPlay,
  work_completed: IconCheck,
  progress_recorded: IconReportAnalytics,
  progress_corrected: IconPencil,
  evidence_uploaded: IconCamera,
  material_used: IconPackage,
};

export function Story({ order }: { order: Order }) {
  const { t } = useTranslation("order");
  const query = useInfiniteQuery(timelineQuery(order.id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const entries = query.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) {
    return (
      <EmptyState icon={IconReportAnalytics} title={t("story.empty")} help={t("story.emptyHelp")} />
    );
  }
  return (
    <>
      <Timeline bulletSize={30} lineWidth={2} active={entries.length}>
        {entries.map((entry) => (
          <StoryEntry key={entry.id} entry={entry} zone={order.site.timeZone} />
        ))}
      </Timeline>
      {query.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
    </>
  );
}

export function StoryEntry({ entry, zone }: { entry: TimelineEntry; zone: string }) {
  const { t } = useTranslation(["order", "common"]);
  const Picture = icons[entry.kind];
  const { details } = entry;
  const title = t(`story.kind.${entry.kind}`, {
    status: details.to ? t(`common:status.${details.to}`) : "",
    technician: details.technician?.name ?? "",
    minutes: details.minutes ?? 0,
    before: details.minutesBefore ?? 0,
    file: details.fileName ?? "",
    material: details.materialName ?? "",
    quantity: details.quantity ?? 0,
  });
  const said = details.comment ?? details.reason;
  return (
    <Timeline.Item bullet={<Picture size={16} aria-hidden />} title={title}>
      {said && <Text>“{said}”</Text>}
      <Text size="sm" c="dimmed">
        {entry.by.name} · <SiteTime at={entry.at} zone={zone} />
      </Text>
    </Timeline.Item>
  );
}
