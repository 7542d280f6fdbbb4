// Where a request stands, as steps that light up while one looks.
import { Text, Timeline } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Order } from "../../api/types";
import { Panel } from "../../kit/Panel";
import { Loading, ProblemAlert } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { timelineQuery } from "../../order/queries";
import { arrivalOf, type Journey, journeyOf, stages } from "./journey";

export function JourneyPanel({ order }: { order: Order }) {
  const { t } = useTranslation("client");
  const query = useInfiniteQuery(timelineQuery(order.id));
  return (
    <Panel title={t("journey.title")}>
      {query.isPending && <Loading />}
      {query.isError && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <Steps order={order} journey={journeyOf(query.data.pages.flatMap((page) => page.items))} />
      )}
    </Panel>
  );
}

function Steps({ order, journey }: { order: Order; journey: Journey }) {
  const { t } = useTranslation("client");
  const zone = order.site.timeZone;
  if (order.status === "cancelled") {
    return <Text>{t("journey.cancelled")}</Text>;
  }
  const over = order.status === "completed" || order.status === "closed";
  const at = over ? stages.length - 1 : stages.indexOf(journey.stage);
  const arrival = arrivalOf(journey, order);
  return (
    <>
      <div role="status">
        <Text fw={650}>
          {t(`journey.now.${over ? "done" : journey.paused ? "paused" : journey.stage}`, {
            technician: order.technician?.name ?? "",
          })}
        </Text>
        {arrival && (
          <Text mb="xs">
            {t("journey.arrival")} <SiteTime at={arrival.toISOString()} zone={zone} shape="clock" />
          </Text>
        )}
      </div>
      <Timeline active={at} bulletSize={22} lineWidth={2} mt="md">
        {stages.map((stage, index) => {
          const reached = journey.reached[stage];
          return (
            <Timeline.Item
              key={stage}
              title={t(`journey.stage.${stage}`)}
              bullet={index <= at && <IconCheck size={14} stroke={3} aria-hidden />}
              aria-current={index === at ? "step" : undefined}
            >
              {reached && (
                <Text size="sm" c="dimmed">
                  <SiteTime at={reached} zone={zone} />
                </Text>
              )}
            </Timeline.Item>
          );
        })}
      </Timeline>
    </>
  );
}
