// How the suite does: processor, memory, requests and how far its services are behind, from the
// metrics that the door serves, read every few seconds while somebody looks.
import "@mantine/charts/styles.css";
import { Sparkline } from "@mantine/charts";
import { SimpleGrid, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../../api/problem";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked } from "../../kit/states";
import classes from "./administrator.module.css";
import { type Reading, rates, readSamples, sum } from "./metrics";

const services = ["identity", "workorders", "dispatch", "tracking", "notifications", "insights"];
const key = ["metrics"];
const every = 5_000;
const kept = 120; // readings: ten minutes

async function readMetrics(before: Reading[]): Promise<Reading[]> {
  const response = await fetch("/metrics", { cache: "no-store" });
  if (!response.ok) {
    const { status, statusText: title } = response;
    throw new ProblemError({ status, code: "unknown", title });
  }
  const reading = { at: Date.now(), samples: readSamples(await response.text()) };
  return [...before, reading].slice(-kept);
}

export function Health() {
  const { t } = useTranslation("administrator");
  const client = useQueryClient();
  const query = useQuery({
    queryKey: key,
    queryFn: () => readMetrics(client.getQueryData<Reading[]>(key) ?? []),
    refetchInterval: every,
    staleTime: 0,
  });
  return (
    <Page title={t("health.title")} subtitle={t("health.help")} wide>
      <Asked query={query}>{(readings) => <Shown readings={readings} />}</Asked>
    </Page>
  );
}

function Shown({ readings }: { readings: Reading[] }) {
  const { t, i18n } = useTranslation("administrator");
  const last = readings[readings.length - 1];
  if (!last) {
    return null;
  }
  const number = (value: number, digits = 0) =>
    value.toLocaleString(i18n.language, { maximumFractionDigits: digits });
  const line = (name: string) => readings.map((reading) => sum(reading, name));
  const cpu = rates(readings, "process_cpu_seconds_total").map((share) => share * 100);
  const memory = line("process_resident_memory_bytes").map((bytes) => bytes / 1048576);
  const lag = line("microflow_events_lag");
  const requests = rates(readings, "microflow_answers_total");
  const tiles = [
    { name: t("health.cpu"), points: cpu, said: (value: number) => `${number(value, 1)} %` },
    { name: t("health.memory"), points: memory, said: (value: number) => `${number(value)} MiB` },
    { name: t("health.lag"), points: lag, said: number },
    { name: t("health.requests"), points: requests, said: (value: number) => number(value, 1) },
  ];
  const columns = [
    ["lag", "microflow_events_lag"],
    ["unrelayed", "microflow_events_unrelayed"],
    ["letters", "microflow_dead_letters"],
    ["writers", "microflow_writers_waiting"],
    ["published", "microflow_events_published_total"],
  ] as const;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }} spacing="sm">
        {tiles.map(({ name, points, said }) => (
          <Panel key={name}>
            <Text size="sm" c="dimmed">
              {name}
            </Text>
            <Text className={classes.count}>
              {points.length > 0 ? said(points[points.length - 1] ?? 0) : "…"}
            </Text>
            <div aria-hidden>
              <Sparkline
                h={56}
                data={points.length > 1 ? points : [0, 0]}
                color="sea.6"
                curveType="linear"
                fillOpacity={0.25}
              />
            </div>
          </Panel>
        ))}
      </SimpleGrid>
      <Panel title={t("health.services")} flush>
        <section
          className={classes.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t("health.services")}
        >
          <Table verticalSpacing="xs" miw={640}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("health.service")}</Table.Th>
                {columns.map(([column]) => (
                  <Table.Th key={column} scope="col">
                    {t(`health.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {services.map((service) => (
                <Table.Tr key={service}>
                  <Table.Td>{service}</Table.Td>
                  {columns.map(([column, name]) => (
                    <Table.Td key={column}>{number(sum(last, name, service))}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Panel>
    </>
  );
}
