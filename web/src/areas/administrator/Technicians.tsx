// Who does the work: what they can, where and when.
import { Button, Group, Select, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch, IconTool } from "@tabler/icons-react";
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
import { Active } from "./Active";
import classes from "./administrator.module.css";
import { TechnicianForm } from "./TechnicianForm";
import { useSpecialtyName } from "./useSpecialtyName";

export function Technicians() {
  const { t } = useTranslation("administrator");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 250);
  const [zoneId, setZone] = useState<string | null>(null);
  const [specialtyId, setSpecialty] = useState<string | null>(null);
  const [edited, setEdited] = useState<Technician | "new" | null>(null);
  const zones = useQuery(zonesQuery);
  const specialties = useQuery(specialtiesQuery);
  const specialtyName = useSpecialtyName();
  const filter = {
    q: q || undefined,
    zoneId: zoneId ?? undefined,
    specialtyId: specialtyId ?? undefined,
  };
  const query = useInfiniteQuery(
    paged([...keys.technicians, "list", filter], (cursor) =>
      call(api.GET("/api/v1/technicians", { params: { query: { ...filter, cursor, limit: 50 } } })),
    ),
  );
  const columns = useMemo<ColumnDef<Technician>[]>(() => {
    const zoneNames = new Map((zones.data ?? []).map(({ id, name }) => [id, name]));
    return [
      {
        id: "name",
        header: t("people.name"),
        size: 22,
        cell: ({ row: { original } }) => (
          <UnstyledButton onClick={() => setEdited(original)}>
            <Text size="sm" fw={600} c="var(--mantine-color-anchor)">
              {original.name}
            </Text>
          </UnstyledButton>
        ),
      },
      {
        id: "skills",
        header: t("technicians.skills"),
        size: 34,
        cell: ({ row }) => (
          <Text size="sm" lineClamp={2}>
            {row.original.skills
              .map((skill) => `${specialtyName(skill.specialtyId, skill.name)} ${skill.level}`)
              .join(", ")}
          </Text>
        ),
      },
      {
        id: "zones",
        header: t("people.zones"),
        size: 22,
        cell: ({ row }) => (
          <Text size="sm" lineClamp={2}>
            {row.original.zones.map((id) => zoneNames.get(id) ?? "–").join(", ")}
          </Text>
        ),
      },
      {
        id: "visits",
        header: t("technicians.visits"),
        size: 10,
        cell: ({ row }) => row.original.openVisits,
      },
      {
        id: "active",
        header: t("state"),
        size: 12,
        cell: ({ row }) => <Active active={row.original.active} />,
      },
    ];
  }, [t, zones.data, specialtyName]);
  return (
    <Page
      title={t("technicians.title")}
      subtitle={t("technicians.help")}
      wide
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
          {t("technicians.add")}
        </Button>
      }
    >
      <Group gap="sm">
        <TextInput
          aria-label={t("technicians.search")}
          placeholder={t("technicians.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={100}
          flex="1 1 220px"
        />
        <Select
          aria-label={t("technicians.specialty")}
          placeholder={t("technicians.anySpecialty")}
          data={(specialties.data ?? []).map(({ id, name }) => ({
            value: id,
            label: specialtyName(id, name),
          }))}
          value={specialtyId}
          onChange={setSpecialty}
          clearable
        />
        <Select
          aria-label={t("people.zones")}
          placeholder={t("technicians.anyZone")}
          data={(zones.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={zoneId}
          onChange={setZone}
          searchable
          clearable
        />
      </Group>
      <DataTable
        label={t("technicians.title")}
        query={query}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={setEdited}
        card={(row) => (
          <UnstyledButton className={classes.card} onClick={() => setEdited(row)}>
            <Text fw={600}>{row.name}</Text>
            <Text size="sm" c="dimmed" lineClamp={2}>
              {row.skills
                .map((skill) => `${specialtyName(skill.specialtyId, skill.name)} ${skill.level}`)
                .join(", ")}
            </Text>
            <Active active={row.active} />
          </UnstyledButton>
        )}
        empty={
          <EmptyState
            icon={IconTool}
            title={t("technicians.empty")}
            help={t("technicians.emptyHelp")}
          />
        }
      />
      {edited && (
        <TechnicianForm
          technician={edited === "new" ? undefined : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
