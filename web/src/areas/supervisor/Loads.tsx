// What each technician carries: assigned, finished, and the minutes written down.
import { BarChart } from "@mantine/charts";
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Panel } from "../../kit/Panel";
import type { Behind } from "./behind";
import { Behindward } from "./Figure";
import type { Summary } from "./Figures";
import classes from "./supervisor.module.css";
import { formatSpan } from "./Waits";

const drawn = 12; // bars that fit; the table has everybody

export function Loads({ summary, base }: { summary: Summary; base: Behind }) {
  const { t, i18n } = useTranslation("supervisor");
  const busiest = [...summary.technicians].sort((a, b) => b.assigned - a.assigned);
  return (
    <Panel title={t("figures.load")}>
      {busiest.length === 0 ? (
        <Text c="dimmed">{t("figures.nothing")}</Text>
      ) : (
        <>
          <div aria-hidden>
            <BarChart
              h={64 + Math.min(busiest.length, drawn) * 40}
              data={busiest.slice(0, drawn)}
              dataKey="name"
              orientation="vertical"
              series={[
                { name: "assigned", label: t("figures.assigned"), color: "sea.6" },
                { name: "completed", label: t("figures.completed"), color: "orange.6" },
              ]}
              withLegend
              withXAxis={false}
              gridAxis="none"
              yAxisProps={{ width: 116 }}
              maxBarWidth={16}
              barChartProps={{ accessibilityLayer: false }}
              barProps={{ isAnimationActive: false, radius: [0, 4, 4, 0] }}
            />
          </div>
          <details className={classes.figures}>
            <summary>{t("figures.table")}</summary>
            <Table className={classes.numbers}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("figures.technician")}</Table.Th>
                  <Table.Th scope="col">{t("figures.assigned")}</Table.Th>
                  <Table.Th scope="col">{t("figures.completed")}</Table.Th>
                  <Table.Th scope="col">{t("figures.worked")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {busiest.map(({ technicianId, name, assigned, completed, minutes }) => (
                  <Table.Tr key={technicianId}>
                    <Table.Td>
                      <Behindward name={name} behind={{ ...base, technicianId }} />
                    </Table.Td>
                    <Table.Td>{assigned}</Table.Td>
                    <Table.Td>{completed}</Table.Td>
                    <Table.Td>{formatSpan(minutes, i18n.language)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </details>
        </>
      )}
    </Panel>
  );
}
