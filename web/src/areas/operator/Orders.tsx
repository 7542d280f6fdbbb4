// All orders, by filters that can be kept under a name.
import { ActionIcon, Button, Chip, Group, Popover, Select, TextInput } from "@mantine/core";
import { IconBookmark, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { orderTypesQuery, zonesQuery } from "../../api/catalogues";
import type { OrderFilter, Priority } from "../../api/types";
import { Page } from "../../kit/Page";
import { OrderTable } from "../../order/OrderTable";
import { usePerson } from "../../session/useSession";
import { readFilters, type SavedFilter, withFilter, writeFilters } from "./savedFilters";
import { priorities, unfinished } from "./words";

const built = {
  all: {},
  unfinished: { status: unfinished },
  open: { status: ["open"] },
  stopped: { status: ["on_hold", "awaiting_approval"] },
  critical: { status: unfinished, priority: ["critical"] },
} satisfies Record<string, OrderFilter>;
type Built = keyof typeof built;
const names = Object.keys(built) as Built[];

export function Orders() {
  const { t, i18n } = useTranslation(["operator", "common"]);
  const { id } = usePerson();
  const zones = useQuery(zonesQuery);
  const types = useQuery(orderTypesQuery);
  const [kept, setKept] = useState(() => readFilters(id));
  const [chosen, setChosen] = useState<string>("built:unfinished");
  const [begin, setBegin] = useState<OrderFilter>(built.unfinished);
  const [filter, setFilter] = useState<OrderFilter>({});
  const [search, setSearch] = useState<OrderFilter>({});
  const onSearch = useCallback((found: OrderFilter) => setSearch(found), []);

  const choose = (key: string) => {
    const found = key.startsWith("built:")
      ? built[key.slice("built:".length) as Built]
      : kept.find(({ name }) => `own:${name}` === key)?.filter;
    if (found) {
      const { q: _q, status: _status, ...rest } = found as OrderFilter;
      setChosen(key);
      setBegin(found);
      setFilter(rest);
    }
  };
  const keep = (next: SavedFilter[]) => {
    setKept(next);
    writeFilters(id, next);
  };
  return (
    <Page
      title={t("orders.title")}
      wide
      actions={
        <Button
          leftSection={<IconPlus size={18} aria-hidden />}
          renderRoot={(props) => <Link to="/operator/new" {...props} />}
        >
          {t("orders.new")}
        </Button>
      }
    >
      <Group gap="xs">
        <Chip.Group value={chosen} onChange={(value) => choose(String(value))}>
          {names.map((name) => (
            <Chip key={name} value={`built:${name}`} variant="outline">
              {t(`filter.${name}`)}
            </Chip>
          ))}
          {kept.map(({ name }) => (
            <Group key={name} gap={2}>
              <Chip value={`own:${name}`} variant="outline">
                {name}
              </Chip>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("filter.forget", { name })}
                onClick={() => keep(kept.filter((one) => one.name !== name))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
        </Chip.Group>
        <KeepFilter
          onKeep={(name) => {
            keep(withFilter(kept, { name, filter: { ...filter, ...search } }));
            setChosen(`own:${name}`);
          }}
        />
      </Group>
      <Group gap="sm" grow>
        <Select
          aria-label={t("form.priority")}
          placeholder={t("form.priority")}
          data={priorities.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
          value={filter.priority?.[0] ?? null}
          onChange={(value) =>
            setFilter({ ...filter, priority: value ? [value as Priority] : undefined })
          }
          clearable
        />
        <Select
          aria-label={t("form.type")}
          placeholder={t("form.type")}
          data={(types.data ?? []).map((type) => ({
            value: type.id,
            label: i18n.language === "es" ? type.nameEs : type.name,
          }))}
          value={filter.typeId?.[0] ?? null}
          onChange={(value) => setFilter({ ...filter, typeId: value ? [value] : undefined })}
          clearable
        />
        <Select
          aria-label={t("form.zone")}
          placeholder={t("form.zone")}
          data={(zones.data ?? []).map((zone) => ({ value: zone.id, label: zone.name }))}
          value={filter.zoneId ?? null}
          onChange={(value) => setFilter({ ...filter, zoneId: value ?? undefined })}
          clearable
          searchable
        />
      </Group>
      <OrderTable
        key={chosen}
        begin={begin}
        filter={filter}
        onSearch={onSearch}
        height="calc(100dvh - 330px)"
      />
    </Page>
  );
}

function KeepFilter({ onKeep }: { onKeep: (name: string) => void }) {
  const { t } = useTranslation("operator");
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      onKeep(name.trim());
      setName("");
      setOpened(false);
    }
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconBookmark size={16} aria-hidden />}
          onClick={() => setOpened(!opened)}
        >
          {t("filter.keep")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Group align="flex-end">
            <TextInput
              label={t("filter.name")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={40}
              required
              data-autofocus
            />
            <Button type="submit">{t("filter.save")}</Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
