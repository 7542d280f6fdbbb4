// The technician's day, from what is on the device.
import { Button, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconRefresh, IconTool } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { PriorityBadge } from "../../kit/badges";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { EmptyState, Loading } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { SlaClock } from "../../order/SlaClock";
import { sorted } from "./day";
import type { Entry, Job } from "./offline/db";
import { readDay } from "./offline/engine";
import { seenWork } from "./offline/queue";
import { useJobs, useQueue } from "./offline/useStore";
import classes from "./technician.module.css";

const DayMap = lazy(() => import("./DayMap"));

export function Today() {
  const { t } = useTranslation("technician");
  const jobs = useJobs();
  const queue = useQueue();
  const [view, setView] = useState("list");
  const reading = useMutation({ mutationFn: readDay });
  return (
    <Page
      title={t("today.title")}
      subtitle={jobs && t("today.count", { count: sorted(jobs).today.length })}
      actions={
        <>
          <SegmentedControl
            value={view}
            onChange={setView}
            data={[
              { value: "list", label: t("today.list") },
              { value: "map", label: t("today.map") },
            ]}
          />
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} aria-hidden />}
            loading={reading.isPending}
            onClick={() => reading.mutate()}
          >
            {t("today.refresh")}
          </Button>
        </>
      }
    >
      {!jobs || !queue ? (
        <Loading />
      ) : jobs.length === 0 ? (
        <EmptyState icon={IconTool} title={t("today.empty")} help={t("today.emptyHelp")} />
      ) : view === "map" ? (
        <Suspense fallback={<Loading />}>
          <DayMap jobs={sorted(jobs).today} />
        </Suspense>
      ) : (
        <Lists jobs={jobs} queue={queue} />
      )}
    </Page>
  );
}

function Lists({ jobs, queue }: { jobs: Job[]; queue: Entry[] }) {
  const { t } = useTranslation("technician");
  const { today, later } = sorted(jobs);
  return (
    <Stack gap="sm">
      {today.map((job) => (
        <Card key={job.orderId} job={job} queue={queue} />
      ))}
      {later.length > 0 && (
        <Title order={2} size="h4" mt="sm">
          {t("today.later")}
        </Title>
      )}
      {later.map((job) => (
        <Card key={job.orderId} job={job} queue={queue} day />
      ))}
    </Stack>
  );
}

function Card({ job, queue, day }: { job: Job; queue: Entry[]; day?: boolean }) {
  const { t } = useTranslation("technician");
  const { order } = job;
  const entries = queue.filter(({ orderId }) => orderId === job.orderId);
  const zone = order.site.timeZone;
  return (
    <Panel flush>
      <Link
        to="/technician/jobs/$orderId"
        params={{ orderId: job.orderId }}
        className={classes.card}
      >
        <div className={classes.time}>
          {order.window ? (
            <>
              {day && (
                <Text size="sm">
                  <SiteTime at={order.window.from} zone={zone} shape="day" />
                </Text>
              )}
              <Text fw={700}>
                <SiteTime at={order.window.from} zone={zone} shape="clock" />
              </Text>
              <Text size="sm" c="dimmed">
                <SiteTime at={order.window.to} zone={zone} shape="clock" />
              </Text>
            </>
          ) : (
            <Text size="sm" c="dimmed">
              {t("today.noWindow")}
            </Text>
          )}
        </div>
        <div className={classes.body}>
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>
              {t(`work.${seenWork(job, entries)}`)}
            </Text>
            <PriorityBadge priority={order.priority} />
          </Group>
          <Text fw={600} mt={4}>
            {order.title}
          </Text>
          <Text size="sm" c="dimmed">
            {order.code} · {order.customer.name}
          </Text>
          <Text size="sm">{order.site.address}</Text>
          <Text size="sm" component="div">
            <SlaClock order={{ ...order, site: undefined }} />
          </Text>
          {entries.length > 0 && (
            <Text size="sm" fw={600}>
              {t("unsent.badge", { count: entries.length })}
            </Text>
          )}
        </div>
      </Link>
    </Panel>
  );
}
