// Orders from another system's CSV: first a look at what would be refused, then the import.
import {
  Button,
  FileInput,
  Group,
  ScrollArea,
  SimpleGrid,
  Stack,
  Table,
  Text,
} from "@mantine/core";
import { IconCircleCheck, IconFileSpreadsheet } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { EmptyState, ProblemAlert } from "../../kit/states";

const shown = 200; // refused lines on the screen

function send(file: File, dryRun: boolean, key: string) {
  return call(
    api.POST("/api/v1/imports/orders", {
      params: { query: { dryRun }, header: { "Idempotency-Key": key } },
      body: file,
      bodySerializer: (body) => body as File,
      headers: { "Content-Type": "text/csv" },
    }),
  );
}
type Report = Awaited<ReturnType<typeof send>>;

export function ImportOrders() {
  const { t } = useTranslation("operator");
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const key = useRef(newKey());
  const look = useMutation({
    meta: { quiet: true },
    mutationFn: (chosen: File) => send(chosen, true, newKey()),
  });
  const take = useMutation({
    meta: { quiet: true },
    mutationFn: (chosen: File) => send(chosen, false, key.current),
    onSuccess: () =>
      Promise.all(
        [keys.orders, keys.customers, keys.queue].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  const choose = (chosen: File | null) => {
    key.current = newKey();
    setFile(chosen);
    look.reset();
    take.reset();
    if (chosen) {
      look.mutate(chosen);
    }
  };
  const error = take.error ?? look.error;
  return (
    <Page title={t("import.title")} subtitle={t("import.help")}>
      <Panel>
        <FileInput
          label={t("import.file")}
          description={t("import.fileHelp")}
          accept=".csv,text/csv"
          value={file}
          onChange={choose}
          clearable
          clearButtonProps={{ "aria-label": t("import.clear") }}
        />
      </Panel>
      {error ? <ProblemAlert error={error} /> : null}
      {look.isPending && <Text role="status">{t("import.looking")}</Text>}
      {take.data ? (
        <>
          <Panel>
            <Group gap="sm" role="status">
              <IconCircleCheck aria-hidden />
              <Text fw={600}>{t("import.done", { count: take.data.imported })}</Text>
            </Group>
          </Panel>
          <Shown report={take.data} />
        </>
      ) : look.data ? (
        <>
          <Shown report={look.data} />
          <Group justify="flex-end">
            <Button
              disabled={look.data.imported === 0}
              loading={take.isPending}
              onClick={() => file && take.mutate(file)}
            >
              {t("import.do", { count: look.data.imported })}
            </Button>
          </Group>
        </>
      ) : (
        !look.isPending &&
        !error && (
          <EmptyState
            icon={IconFileSpreadsheet}
            title={t("import.empty")}
            help={t("import.emptyHelp")}
          />
        )
      )}
    </Page>
  );
}

function Shown({ report }: { report: Report }) {
  const { t } = useTranslation("operator");
  const figures = [
    [t("import.records"), report.records],
    [t("import.good"), report.imported],
    [t("import.duplicates"), report.duplicates.length],
    [t("import.refused"), report.refused.length],
    [t("import.customers"), report.customersCreated],
  ] as const;
  return (
    <Stack>
      <SimpleGrid cols={{ base: 2, sm: 5 }}>
        {figures.map(([label, count]) => (
          <Panel key={label}>
            <Text size="xl" fw={650}>
              {count}
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </Panel>
        ))}
      </SimpleGrid>
      {report.refused.length > 0 && (
        <Panel title={t("import.refusedTitle")}>
          <ScrollArea.Autosize mah={420} type="auto">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("import.line")}</Table.Th>
                  <Table.Th>{t("import.number")}</Table.Th>
                  <Table.Th>{t("import.column")}</Table.Th>
                  <Table.Th>{t("import.why")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {report.refused.slice(0, shown).map((one) => (
                  <Table.Tr key={`${one.record}-${one.column}-${one.code}`}>
                    <Table.Td>{one.record}</Table.Td>
                    <Table.Td>{one.key}</Table.Td>
                    <Table.Td>{one.column}</Table.Td>
                    <Table.Td>{one.reason}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
          {report.refused.length > shown && (
            <Text size="sm" c="dimmed" mt="xs">
              {t("import.more", { count: report.refused.length - shown })}
            </Text>
          )}
        </Panel>
      )}
    </Stack>
  );
}
