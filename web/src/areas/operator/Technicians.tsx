// Who can be sent: hours, specialties, zones and how much each has now.
import { Badge, Group, Select, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUserOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { specialtiesQuery, zonesQuery } from "../../api/catalogues";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import { paged } from "../../api/paging";
import type { Technician } from "../../api/types";
import { DataTable } from "../../kit/DataTable";
import { Page } from "../../kit/Page";
import { EmptyState } from "../../kit/states";
import { formatTime, useMinute } from "../../kit/times";
import { dayIn } from "../../kit/zoned";
import { axisOf, shiftsOn } from "./board/timeline";
import { useSpecialtyNamed } from "./specialties";

export function Technicians() {
  const { t } = useTranslation("operator");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 250);
  const [zoneId, setZone] = useState<string | null>(null);
  const [specialtyId, setSpecialty] = useState<string | null>(null);
  const zones = useQuery(zonesQuery);
  const specialties = useQuery(specialtiesQuery);
  const named = useSpecialtyNamed();
  const filter = {
    q: q || undefined,
    zoneId: zoneId ?? undefined,
    specialtyId: specialtyId ?? undefined,
  };
  const query = useInfiniteQuery(
    paged([...keys.technicians, "list", filter], (cursor) =>
      call(
        api.GET("/api/v1/technicians", {
          params: { query: { ...filter, active: true, limit: 50, cursor } },
        }),
      ),
    ),
  );
  const zoneNames = useMemo(
    () => new Map((zones.data ?? []).map((zone) => [zone.id, zone.name])),
    [zones.data],
  );
  const columns = useMemo<ColumnDef<Technician>[]>(
    () => [
      {
        id: "name",
        header: t("technician.name"),
        size: 22,
        cell: ({ row }) => <Text fw={600}>{row.original.name}</Text>,
      },
      {
        id: "today",
        header: t("technician.today"),
        size: 18,
        cell: ({ row }) => <Today technician={row.original} />,
      },
      {
        id: "load",
        header: t("technician.load"),
        size: 16,
        cell: ({ row }) => <Load technician={row.original} />,
      },
      {
        id: "skills",
        header: t("technician.skills"),
        size: 24,
        cell: ({ row }) => <Skills technician={row.original} />,
      },
      {
        id: "zones",
        header: t("technician.zones"),
        size: 20,
        cell: ({ row }) => zonesOf(row.original, zoneNames),
      },
    ],
    [t, zoneNames],
  );
  return (
    <Page title={t("technician.title")} subtitle={t("technician.help")} wide>
      <Group gap="sm" grow>
        <TextInput
          aria-label={t("board.findTechnician")}
          placeholder={t("board.findTechnician")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Select
          aria-label={t("form.zone")}
          placeholder={t("form.zone")}
          data={(zones.data ?? []).map((zone) => ({ value: zone.id, label: zone.name }))}
          value={zoneId}
          onChange={setZone}
          clearable
          searchable
        />
        <Select
          aria-label={t("technician.skills")}
          placeholder={t("technician.skills")}
          data={(specialties.data ?? []).map((one) => ({ value: one.id, label: named(one.name) }))}
          value={specialtyId}
          onChange={setSpecialty}
          clearable
          searchable
        />
      </Group>
      <DataTable
        label={t("technician.title")}
        query={query}
        columns={columns}
        rowId={(row) => row.id}
        card={(row) => (
          <div>
            <Group justify="space-between">
              <Text fw={600}>{row.name}</Text>
              <Load technician={row} />
            </Group>
            <Today technician={row} />
            <Skills technician={row} />
          </div>
        )}
        empty={
          <EmptyState icon={IconUserOff} title={t("board.noOne")} help={t("board.noOneHelp")} />
        }
      />
    </Page>
  );
}

function zonesOf(technician: Technician, names: Map<string, string>): string {
  return technician.zones.map((id) => names.get(id) ?? "–").join(", ") || "–";
}

function Load({ technician }: { technician: Technician }) {
  const { t } = useTranslation("operator");
  return technician.busy ? (
    <Text size="sm" fw={600} c="var(--mantine-color-error)">
      {t("technician.busy", { count: technician.openVisits })}
    </Text>
  ) : (
    <Text size="sm">{t("technician.open", { count: technician.openVisits })}</Text>
  );
}

/** Today's hours, and whether they run now. */
function Today({ technician }: { technician: Technician }) {
  const { t, i18n } = useTranslation("operator");
  const now = useMinute();
  const zone = technician.timeZone;
  const today = dayIn(zone, now);
  const shifts = useMemo(
    () => shiftsOn(axisOf(today, "day", zone), technician),
    [today, zone, technician],
  );
  if (technician.shifts.length === 0) {
    return <Text size="sm">{t("because.noHours")}</Text>;
  }
  if (shifts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("technician.off")}
      </Text>
    );
  }
  const clock = (at: number) => formatTime(new Date(at), i18n.language, zone, "clock");
  const works = shifts.some(({ from, to }) => from <= now && now < to);
  return (
    <Text size="sm" fw={works ? 600 : undefined}>
      {shifts.map(({ from, to }) => `${clock(from)}–${clock(to)}`).join(", ")}
      {works && ` · ${t("technician.now")}`}
    </Text>
  );
}

function Skills({ technician }: { technician: Technician }) {
  const named = useSpecialtyNamed();
  return (
    <Group gap={4}>
      {technician.skills.map((skill) => (
        <Badge
          key={`${skill.specialtyId}-${skill.from}`}
          variant="default"
          tt="none"
          fw={500}
        >{`${named(skill.name)} ${skill.level}`}</Badge>
      ))}
    </Group>
  );
}
