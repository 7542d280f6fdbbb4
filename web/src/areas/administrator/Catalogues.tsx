// What orders are made of: their types, zones, specialties and materials.
import { Button, Group, Table, Tabs, Text, UnstyledButton } from "@mantine/core";
import { IconBook2, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, EmptyState } from "../../kit/states";
import { Active } from "./Active";
import classes from "./administrator.module.css";
import { catalogueQuery, type Entry, fields, type Kind, kinds } from "./catalogues";
import { EntryForm } from "./EntryForm";

export function Catalogues() {
  const { t } = useTranslation("administrator");
  const [kind, setKind] = useState<Kind>("order-types");
  const [edited, setEdited] = useState<Entry | "new" | null>(null);
  return (
    <Page
      title={t("catalogues.title")}
      subtitle={t("catalogues.help")}
      wide
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited("new")}>
          {t(`catalogues.add.${kind}`)}
        </Button>
      }
    >
      <Tabs value={kind} onChange={(chosen) => setKind(chosen as Kind)} keepMounted={false}>
        <Tabs.List>
          {kinds.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`catalogues.kind.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {kinds.map((one) => (
          <Tabs.Panel key={one} value={one} pt="md">
            <Entries kind={one} onOpen={setEdited} />
          </Tabs.Panel>
        ))}
      </Tabs>
      {edited && (
        <EntryForm
          kind={kind}
          entry={edited === "new" ? undefined : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </Page>
  );
}

function Entries({ kind, onOpen }: { kind: Kind; onOpen: (entry: Entry) => void }) {
  const { t, i18n } = useTranslation("administrator");
  const query = useQuery(catalogueQuery(kind));
  const columns = fields[kind].filter(({ inTable }) => inTable);
  const shown = (value: Entry[string]) =>
    typeof value === "number" ? value.toLocaleString(i18n.language) : String(value ?? "–");
  return (
    <Asked query={query}>
      {(entries) =>
        entries.length === 0 ? (
          <EmptyState
            icon={IconBook2}
            title={t("catalogues.empty")}
            help={t("catalogues.emptyHelp")}
          />
        ) : (
          <Panel flush>
            <section
              className={classes.scroll}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
              tabIndex={0}
              aria-label={t(`catalogues.kind.${kind}`)}
            >
              <Table verticalSpacing="xs" miw={560}>
                <Table.Thead>
                  <Table.Tr>
                    {columns.map(({ name }) => (
                      <Table.Th key={name} scope="col">
                        {t(`field.${name}`)}
                      </Table.Th>
                    ))}
                    <Table.Th scope="col">{t("state")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <Table.Tr key={entry.id}>
                      {columns.map(({ name }) => (
                        <Table.Td key={name}>
                          {name === "code" ? (
                            <UnstyledButton onClick={() => onOpen(entry)}>
                              <Group gap={4}>
                                <Text size="sm" fw={600} c="var(--mantine-color-anchor)">
                                  {entry.code as string}
                                </Text>
                              </Group>
                            </UnstyledButton>
                          ) : (
                            shown(entry[name])
                          )}
                        </Table.Td>
                      ))}
                      <Table.Td>
                        <Active active={entry.active} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </section>
          </Panel>
        )
      }
    </Asked>
  );
}
