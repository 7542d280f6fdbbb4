// One job, from what is on the device: where, who, what, and the next step.
import { Alert, Anchor, Button, Group, SimpleGrid, Stack, Text, Timeline } from "@mantine/core";
import { IconKey, IconMapPin, IconPhone } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTypeName } from "../../api/catalogues";
import { PriorityBadge } from "../../kit/badges";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Loading } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { OrderPage } from "../../order/OrderPage";
import { SlaClock } from "../../order/SlaClock";
import { StoryEntry } from "../../order/Story";
import { AddButtons } from "./AddButtons";
import { mapsLink } from "./day";
import type { Entry, Job } from "./offline/db";
import { seenWork } from "./offline/queue";
import { useJob, useQueue } from "./offline/useStore";
import { StepBar } from "./StepBar";
import classes from "./technician.module.css";
import { UnsentList } from "./UnsentList";

const route = getRouteApi("/shell/technician/jobs/$orderId");

export function JobPage() {
  return <JobOrOrder orderId={route.useParams().orderId} />;
}

/** The card while the job is the reader's; later the order as everyone sees it. */
export default function JobOrOrder({ orderId }: { orderId: string }) {
  const job = useJob(orderId);
  const queue = useQueue();
  if (job === undefined || !queue) {
    return <Loading />;
  }
  if (job === null) {
    return <OrderPage orderId={orderId} />;
  }
  return <Whole job={job} entries={queue.filter((entry) => entry.orderId === orderId)} />;
}

function Whole({ job, entries }: { job: Job; entries: Entry[] }) {
  const { t } = useTranslation("technician");
  const typeName = useTypeName();
  const { order, story } = job;
  const work = seenWork(job, entries);
  return (
    <Page
      title={order.title}
      subtitle={
        <Group gap="xs" mt={4}>
          <Text span fw={600}>
            {order.code}
          </Text>
          <Text span fw={600} c="var(--mantine-color-text)">
            {t(`work.${work}`)}
          </Text>
          <PriorityBadge priority={order.priority} />
          <Text span>{typeName(order.type)}</Text>
        </Group>
      }
    >
      {entries.length > 0 && (
        <Panel title={t("unsent.badge", { count: entries.length })}>
          <UnsentList entries={entries} />
        </Panel>
      )}
      <Where job={job} />
      {order.status === "awaiting_approval" && (
        <Alert color="yellow" variant="outline" title={t("job.approval")} />
      )}
      {work !== "done" && work !== "released" && <AddButtons job={job} />}
      <Panel title={t("job.what")}>
        <Stack gap="xs">
          <Text className={classes.note}>{order.description}</Text>
          <div>
            <SlaClock order={order} />
          </div>
        </Stack>
      </Panel>
      <Panel title={t("job.story")}>
        <Timeline bulletSize={30} lineWidth={2} active={story.length}>
          {story.map((entry) => (
            <StoryEntry key={entry.id} entry={entry} zone={order.site.timeZone} />
          ))}
        </Timeline>
      </Panel>
      <Text size="sm" c="dimmed">
        {t("job.readAt")} <SiteTime at={new Date(job.readAt).toISOString()} shape="ago" />
      </Text>
      <StepBar job={job} entries={entries} work={work} />
    </Page>
  );
}

function Where({ job: { order } }: { job: Job }) {
  const { t } = useTranslation("technician");
  const { site, customer, window } = order;
  return (
    <Panel title={order.customer.name}>
      <Stack gap="xs">
        {window && (
          <Text fw={600}>
            <SiteTime at={window.from} zone={site.timeZone} /> –{" "}
            <SiteTime at={window.to} zone={site.timeZone} shape="clock" />
          </Text>
        )}
        <div>
          <Text>{site.address}</Text>
          <Text size="sm" c="dimmed">
            {[site.name, site.zone?.name].filter(Boolean).join(" · ")}
          </Text>
        </div>
        {site.accessNotes && (
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <IconKey size={20} aria-hidden />
            <div>
              <Text size="sm" c="dimmed">
                {t("job.access")}
              </Text>
              <Text className={classes.note}>{site.accessNotes}</Text>
            </div>
          </Group>
        )}
        <SimpleGrid cols={customer.phone ? 2 : 1}>
          <Button
            component="a"
            href={mapsLink(site)}
            target="_blank"
            rel="noreferrer"
            variant="default"
            leftSection={<IconMapPin size={18} aria-hidden />}
          >
            {t("job.route")}
          </Button>
          {customer.phone && (
            <Button
              component="a"
              href={`tel:${customer.phone.replaceAll(" ", "")}`}
              variant="default"
              leftSection={<IconPhone size={18} aria-hidden />}
            >
              {t("job.call")}
            </Button>
          )}
        </SimpleGrid>
        {customer.phone && (
          <Anchor size="sm" href={`tel:${customer.phone.replaceAll(" ", "")}`} underline="always">
            {customer.phone}
          </Anchor>
        )}
      </Stack>
    </Panel>
  );
}
