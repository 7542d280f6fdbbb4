// Who may come in, and as what.
import { Button, Group, Select, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch, IconUserOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import { paged } from "../../api/paging";
import type { ListOf, Role } from "../../api/types";
import { DataTable } from "../../kit/DataTable";
import { Page } from "../../kit/Page";
import { EmptyState } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { Active } from "./Active";
import classes from "./administrator.module.css";
import { PersonForm } from "./PersonForm";

export type Person = ListOf<"/api/v1/users">;
export const roles: Role[] = ["client", "technician", "operator", "supervisor", "administrator"];

export function People() {
  const { t } = useTranslation(["administrator", "common"]);
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 250);
  const [role, setRole] = useState<string | null>(null);
  const [edited, setEdited] = useState<Person | "new" | null>(null);
  const filter = { q: q || undefined, role: (role as Role | null) ?? undefined };
  const query = useInfiniteQuery(
    paged([...keys.people, "list", filter], (cursor) =>
      call(api.GET("/api/v1/users", { params: { query: { ...filter, cursor, limit: 50 } } })),
    ),
  );
  const columns = useMemo<ColumnDef<Person>[]>(
    () => [
      {
        id: "name",
        header: t("people.name"),
        size: 34,
        cell: ({ row: { original } }) => (
          <UnstyledButton onClick={() => setEdited(original)}>
            <Text size="sm" fw={600} c="var(--mantine-color-anchor)">
              {original.name}
            </Text>
            <Text size="sm" c="dimmed">
              {original.username}
            </Text>
          </UnstyledButton>
        ),
      },
      {
        id: "roles",
        header: t("people.roles"),
        size: 26,
        cell: ({ row }) => row.original.roles.map((one) => t(`common:role.${one}`)).join(", "),
      },
      {
        id: "login",
        header: t("people.lastLogin"),
        size: 24,
        cell: ({ row: { original } }) =>
          original.lastLoginAt ? <SiteTime at={original.lastLoginAt} /> : t("people.never"),
      },
      {
        id: "active",
        header: t("state"),
        size: 16,
        cell: ({ row }) => <Active active={row.original.active} />,
      },
    ],
    [t],
  );
  return (
    <Page
      title={t("people.title")}
      subtitle={t("people.help")}
      wide
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
          {t("people.add")}
        </Button>
      }
    >
      <Group gap="sm">
        <TextInput
          aria-label={t("people.search")}
          placeholder={t("people.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={100}
          flex="1 1 220px"
        />
        <Select
          aria-label={t("people.roles")}
          placeholder={t("people.anyRole")}
          data={roles.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          value={role}
          onChange={setRole}
          clearable
        />
      </Group>
      <DataTable
        label={t("people.title")}
        query={query}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={setEdited}
        card={(row) => (
          <UnstyledButton className={classes.card} onClick={() => setEdited(row)}>
            <Text fw={600}>{row.name}</Text>
            <Text size="sm" c="dimmed">
              {row.username} · {row.roles.map((one) => t(`common:role.${one}`)).join(", ")}
            </Text>
            <Active active={row.active} />
          </UnstyledButton>
        )}
        empty={
          <EmptyState icon={IconUserOff} title={t("people.empty")} help={t("people.emptyHelp")} />
        }
      />
      {edited && (
        <PersonForm
          person={edited === "new" ? undefined : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
