// One figure: bars to look at and click, and the same as a table.
import { BarChart } from "@mantine/charts";
import { Anchor, Table, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Panel } from "../../kit/Panel";
import type { Behind } from "./behind";
import classes from "./supervisor.module.css";

export interface Row {
  name: string;
  count: number;
  behind?: Behind;
}

interface FigureProps {
  title: string;
  rows: Row[];
  /** Bars stand, for days; else they lie, for names. */
  upright?: boolean;
}

export function Figure({ title, rows, upright }: FigureProps) {
  const { t } = useTranslation("supervisor");
  const navigate = useNavigate();
  if (rows.length === 0) {
    return (
      <Panel title={title}>
        <Text c="dimmed">{t("figures.nothing")}</Text>
      </Panel>
    );
  }
  const open = (index: number | undefined) => {
    const behind = rows[index ?? -1]?.behind;
    if (behind) {
      void navigate({ to: "/supervisor/orders", search: behind });
    }
  };
  return (
    <Panel title={title}>
      <div aria-hidden className={classes.chart}>
        <BarChart
          h={upright ? 220 : 34 + rows.length * 34}
          data={rows as unknown as Record<string, unknown>[]}
          dataKey="name"
          series={[{ name: "count", label: t("figures.orders"), color: "sea.6" }]}
          orientation={upright ? "horizontal" : "vertical"}
          gridAxis={upright ? "x" : "none"}
          withXAxis={upright}
          yAxisProps={upright ? { width: 36, allowDecimals: false } : { width: 116 }}
          maxBarWidth={26}
          barChartProps={{
            accessibilityLayer: false,
            onClick: ({ activeTooltipIndex }) =>
              open(activeTooltipIndex == null ? undefined : Number(activeTooltipIndex)),
          }}
          barProps={{ isAnimationActive: false, radius: upright ? [4, 4, 0, 0] : [0, 4, 4, 0] }}
        />
      </div>
      <details className={classes.figures}>
        <summary>{t("figures.table")}</summary>
        <Table className={classes.numbers}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{title}</Table.Th>
              <Table.Th scope="col">{t("figures.orders")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.name}>
                <Table.Td>
                  <Behindward name={row.name} behind={row.behind} />
                </Table.Td>
                <Table.Td>{row.count}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </Panel>
  );
}

/** The name, as a link where the list of orders can be narrowed to it. */
export function Behindward({ name, behind }: { name: string; behind?: Behind }) {
  return behind ? (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/supervisor/orders" search={behind} {...props} />}
    >
      {name}
    </Anchor>
  ) : (
    name
  );
}
