// What happened, by whom, and what exactly was said: the suite's history, searched.
import {
  Anchor,
  Code,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconHistory, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ColumnDef } from "@tanstack/react-table";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { paged } from "../../api/paging";
import type { ListOf } from "../../api/types";
import { DataTable } from "../../kit/DataTable";
import { Page } from "../../kit/Page";
import { EmptyState } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import classes from "./administrator.module.css";
import { eventTypes, useEventName } from "./events";

type Entry = ListOf<"/api/v1/history">;

/** Local midnight that begins the day, or the next one. */
function midnight(day: string, next = 0): string | undefined {
  if (!day) {
    return undefined;
  }
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + next);
  return date.toISOString();
}

export function Audit() {
  const { t } = useTranslation(["administrator", "common"]);
  const eventName = useEventName();
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 300);
  const [type, setType] = useState<string | null>(null);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [shown, setShown] = useState<Entry | null>(null);
  const filter = {
    q: q || undefined,
    type: type ?? undefined,
    from: midnight(from),
    to: midnight(to, 1),
  };
  const query = useInfiniteQuery(
    paged(["history", filter], (cursor) =>
      call(api.GET("/api/v1/history", { params: { query: { ...filter, cursor, limit: 50 } } })),
    ),
  );
  const columns = useMemo<ColumnDef<Entry>[]>(
    () => [
      {
        id: "time",
        header: t("audit.when"),
        size: 20,
        cell: ({ row }) => <SiteTime at={row.original.time} />,
      },
      {
        id: "what",
        header: t("audit.what"),
        size: 46,
        cell: ({ row: { original } }) => (
          <UnstyledButton onClick={() => setShown(original)}>
            <Text size="sm" fw={600} c="var(--mantine-color-anchor)">
              {eventName(original.type)}
            </Text>
            <Text size="sm" c="dimmed" lineClamp={1}>
              {aboutOf(original)}
            </Text>
          </UnstyledButton>
        ),
      },
      {
        id: "who",
        header: t("audit.who"),
        size: 20,
        cell: ({ row }) => row.original.actor.name,
      },
      {
        id: "order",
        header: t("audit.order"),
        size: 14,
        cell: ({ row: { original } }) => <OrderLink entry={original} />,
      },
    ],
    [t, eventName],
  );
  return (
    <Page title={t("audit.title")} subtitle={t("audit.help")} wide>
      <Group gap="sm" align="flex-end">
        <TextInput
          label={t("audit.search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          maxLength={200}
          flex="1 1 220px"
        />
        <Select
          label={t("audit.what")}
          placeholder={t("audit.anything")}
          data={eventTypes.map((value) => ({ value, label: eventName(value) }))}
          value={type}
          onChange={setType}
          searchable
          clearable
          flex="1 1 200px"
        />
        <TextInput
          type="date"
          label={t("audit.from")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("audit.to")}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Group>
      <DataTable
        label={t("audit.title")}
        query={query}
        columns={columns}
        rowId={(row) => row.id}
        onOpen={setShown}
        height="calc(100dvh - 260px)"
        card={(row) => (
          <UnstyledButton className={classes.card} onClick={() => setShown(row)}>
            <Text fw={600}>{eventName(row.type)}</Text>
            <Text size="sm" c="dimmed">
              {[aboutOf(row), row.actor.name].filter(Boolean).join(" · ")}
            </Text>
            <Text size="sm" component="div">
              <SiteTime at={row.time} />
            </Text>
          </UnstyledButton>
        )}
        empty={
          <EmptyState icon={IconHistory} title={t("audit.empty")} help={t("audit.emptyHelp")} />
        }
      />
      {shown && (
        <Modal
          opened
          onClose={() => setShown(null)}
          title={eventName(shown.type)}
          size="lg"
          closeButtonProps={{ "aria-label": t("common:close") }}
        >
          <Stack gap="sm">
            <Text size="sm" component="div">
              <SiteTime at={shown.time} /> · {shown.actor.name} · <Code>{shown.source}</Code>
            </Text>
            <OrderLink entry={shown} />
            <Raw data={shown.data} />
          </Stack>
        </Modal>
      )}
    </Page>
  );
}

/** What an event said, as it was said. */
export function Raw({ data }: { data: unknown }) {
  const { t } = useTranslation("administrator");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.raw} tabIndex={0} aria-label={t("audit.data")}>
      {JSON.stringify(data, null, 2)}
    </section>
  );
}

function OrderLink({ entry }: { entry: Entry }) {
  const { orderId, orderCode } = entry;
  return orderId ? (
    <Anchor
      size="sm"
      renderRoot={(props) => <Link to="/orders/$orderId" params={{ orderId }} {...props} />}
    >
      {orderCode ?? orderId.slice(0, 8)}
    </Anchor>
  ) : null;
}

/** The summary's part that names whom or what it is about. */
function aboutOf({ summary }: Entry): string {
  const [, ...about] = summary.split(" – ");
  return about.join(" – ");
}
