// The figures of a period as charts. Each bar leads to the orders that it counts, and each chart has
// its table with the same links for those who read instead of look.
import "@mantine/charts/styles.css";
import { Button, Group, SegmentedControl, Select, SimpleGrid, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTypeName, zonesQuery } from "../../api/catalogues";
import { api, call, fetchFile } from "../../api/client";
import { keys } from "../../api/keys";
import type { QueryOf } from "../../api/types";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked } from "../../kit/states";
import { formatTime, viewerZone } from "../../kit/times";
import { showProblem } from "../../kit/toasts";
import type { Behind } from "./behind";
import { Figure, type Row } from "./Figure";
import { Loads } from "./Loads";
import classes from "./supervisor.module.css";
import { Waits } from "./Waits";

type Period = QueryOf<"/api/v1/reports/summary">;
const read = (query: Period) => call(api.GET("/api/v1/reports/summary", { params: { query } }));
export type Summary = Awaited<ReturnType<typeof read>>;

const lengths = ["7", "30", "90"] as const;
const day = 86_400_000;

export function Figures() {
  const { t } = useTranslation("supervisor");
  const [days, setDays] = useState<(typeof lengths)[number]>("30");
  const [zoneId, setZone] = useState<string | null>(null);
  const zones = useQuery(zonesQuery);
  const period = useMemo<Period>(
    () => ({
      from: new Date(Math.floor(Date.now() / 60_000) * 60_000 - Number(days) * day).toISOString(),
      to: new Date(Math.ceil(Date.now() / 60_000) * 60_000).toISOString(),
      zoneId: zoneId ?? undefined,
    }),
    [days, zoneId],
  );
  const query = useQuery({
    queryKey: [...keys.reports, period],
    queryFn: () => read(period),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t("figures.title")}
      subtitle={t("figures.help")}
      wide
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void saveCsv(period)}
        >
          {t("figures.csv")}
        </Button>
      }
    >
      <Group gap="sm">
        <SegmentedControl
          aria-label={t("figures.period")}
          data={lengths.map((value) => ({
            value,
            label: t("figures.days", { count: Number(value) }),
          }))}
          value={days}
          onChange={(value) => setDays(value as typeof days)}
        />
        <Select
          aria-label={t("figures.zone")}
          placeholder={t("figures.anyZone")}
          data={(zones.data ?? []).map((zone) => ({ value: zone.id, label: zone.name }))}
          value={zoneId}
          onChange={setZone}
          clearable
        />
      </Group>
      <Asked query={query}>{(summary) => <Charts summary={summary} zoneId={zoneId} />}</Asked>
    </Page>
  );
}

function Charts({ summary, zoneId }: { summary: Summary; zoneId: string | null }) {
  const { t, i18n } = useTranslation(["supervisor", "common"]);
  const typeName = useTypeName();
  const base: Behind = { from: summary.from, to: summary.to, zoneId: zoneId ?? undefined };
  const byStatus: Row[] = summary.byStatus.map(({ status, count }) => ({
    name: t(`common:status.${status}`),
    count,
    behind: { ...base, status },
  }));
  const byType: Row[] = summary.byType.map(({ typeId, name, count }) => ({
    name: typeId ? typeName({ id: typeId, name: name ?? "–" }) : (name ?? "–"),
    count,
    behind: typeId ? { ...base, typeId } : undefined,
  }));
  const byZone: Row[] = summary.byZone.map((zone) => ({
    name: zone.name ?? t("figures.noZone"),
    count: zone.count,
    behind: zone.zoneId ? { ...base, zoneId: zone.zoneId } : undefined,
  }));
  const byPriority: Row[] = summary.byPriority.map(({ priority, count }) => ({
    name: t(`common:priority.${priority}`),
    count,
    behind: { ...base, priority },
  }));
  const byDay: Row[] = summary.byDay.map(({ day: date, count }) => {
    const from = new Date(`${date}T00:00:00`);
    return {
      name: formatTime(from, i18n.language, viewerZone, "day"),
      count,
      behind: {
        ...base,
        from: from.toISOString(),
        to: new Date(from.getTime() + day).toISOString(),
      },
    };
  });
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <Tile name={t("figures.orders")} value={summary.orders.toLocaleString(i18n.language)} />
        <Waits
          summary={summary}
          tile={(name, value) => <Tile key={name} name={name} value={value} />}
        />
      </SimpleGrid>
      <Figure title={t("figures.byDay")} rows={byDay} upright />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Figure title={t("figures.byStatus")} rows={byStatus} />
        <Figure title={t("figures.byType")} rows={byType} />
        <Figure title={t("figures.byZone")} rows={byZone} />
        <Figure title={t("figures.byPriority")} rows={byPriority} />
      </SimpleGrid>
      <Loads summary={summary} base={base} />
    </>
  );
}

function Tile({ name, value }: { name: string; value: string }) {
  return (
    <Panel>
      <Text className={classes.count}>{value}</Text>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    </Panel>
  );
}

async function saveCsv(period: Period): Promise<void> {
  const given = Object.entries({ ...period, format: "csv" }).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  );
  try {
    const url = await fetchFile(`/api/v1/reports/summary?${new URLSearchParams(given)}`);
    const link = document.createElement("a");
    link.href = url;
    link.download = `microflow-${period.to?.slice(0, 10)}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    showProblem(error);
  }
}
