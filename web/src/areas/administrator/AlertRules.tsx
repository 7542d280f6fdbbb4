// Who is told of what, how urgently, and whether at all.
import { Select, Switch, Table, Text } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call, ifVersion } from "../../api/client";
import { readAll } from "../../api/paging";
import type { ListOf } from "../../api/types";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, EmptyState } from "../../kit/states";
import classes from "./administrator.module.css";
import { useEventName } from "./events";

type Rule = ListOf<"/api/v1/alert-rules">;

const key = ["alert-rules"];
const urgencies: Rule["urgency"][] = ["low", "normal", "high"];

export function AlertRules() {
  const { t } = useTranslation("administrator");
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      readAll((cursor) =>
        call(api.GET("/api/v1/alert-rules", { params: { query: { cursor, limit: 100 } } })),
      ),
  });
  return (
    <Page title={t("rules.title")} subtitle={t("rules.help")} wide>
      <Asked query={query}>
        {(rules) =>
          rules.length === 0 ? (
            <EmptyState icon={IconBellOff} title={t("rules.empty")} help={t("rules.emptyHelp")} />
          ) : (
            <Panel flush>
              <section
                className={classes.scroll}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
                tabIndex={0}
                aria-label={t("rules.title")}
              >
                <Table verticalSpacing="xs" miw={680}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th scope="col">{t("rules.event")}</Table.Th>
                      <Table.Th scope="col">{t("rules.audience")}</Table.Th>
                      <Table.Th scope="col">{t("rules.channel")}</Table.Th>
                      <Table.Th scope="col">{t("rules.urgency")}</Table.Th>
                      <Table.Th scope="col">{t("rules.enabled")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rules.map((rule) => (
                      <RuleRow key={rule.id} rule={rule} />
                    ))}
                  </Table.Tbody>
                </Table>
              </section>
            </Panel>
          )
        }
      </Asked>
    </Page>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const { t } = useTranslation("administrator");
  const eventName = useEventName();
  const client = useQueryClient();
  const edit = useMutation({
    mutationFn: (body: { enabled?: boolean; urgency?: Rule["urgency"] }) =>
      call(
        api.PATCH("/api/v1/alert-rules/{id}", {
          params: { path: { id: rule.id } },
          body,
          ...ifVersion(rule.version),
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const name = `${eventName(rule.event)} → ${t(`rules.to.${rule.audience}`)} (${t(`rules.by.${rule.channel}`)})`;
  return (
    <Table.Tr>
      <Table.Td>
        {eventName(rule.event)}
        {rule.conditions.map(({ field, values }) => (
          <Text key={field} size="sm" c="dimmed">
            {t("rules.when", { field: field.slice(1), values: values.join(", ") })}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>{t(`rules.to.${rule.audience}`)}</Table.Td>
      <Table.Td>{t(`rules.by.${rule.channel}`)}</Table.Td>
      <Table.Td>
        <Select
          aria-label={`${t("rules.urgency")}: ${name}`}
          data={urgencies.map((value) => ({ value, label: t(`rules.level.${value}`) }))}
          value={rule.urgency}
          onChange={(chosen) => edit.mutate({ urgency: chosen as Rule["urgency"] })}
          disabled={edit.isPending}
          allowDeselect={false}
          size="xs"
          w={110}
        />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={`${t("rules.enabled")}: ${name}`}
          checked={edit.isPending ? (edit.variables.enabled ?? rule.enabled) : rule.enabled}
          disabled={edit.isPending}
          onChange={(event) => edit.mutate({ enabled: event.currentTarget.checked })}
        />
      </Table.Td>
    </Table.Tr>
  );
}
