// Events that a service gave up: why, and once more.
import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { IconMailCheck, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import type { ListOf } from "../../api/types";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, EmptyState } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import { showDone } from "../../kit/toasts";
import { useMay } from "../../session/useSession";
import { Raw } from "./Audit";
import classes from "./administrator.module.css";
import { useEventName } from "./events";

const services = [
  "identity",
  "workorders",
  "dispatch",
  "tracking",
  "notifications",
  "insights",
] as const;
type Service = (typeof services)[number];
type Letter = ListOf<"/api/v1/operations/dispatch/dead-letters"> & { service: Service };

const key = ["dead-letters"];

async function readLetters(): Promise<Letter[]> {
  const lists = await Promise.all(
    services.map(async (service) => {
      const { items } = await call(api.GET(`/api/v1/operations/${service}/dead-letters`));
      return items.map((letter) => ({ ...letter, service }));
    }),
  );
  return lists.flat().sort((a, b) => b.at.localeCompare(a.at));
}

export function DeadLetters() {
  const { t } = useTranslation("administrator");
  const query = useQuery({ queryKey: key, queryFn: readLetters, refetchInterval: 30_000 });
  return (
    <Page
      title={t("letters.title")}
      subtitle={t("letters.help")}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {t("letters.refresh")}
        </Button>
      }
    >
      <Asked query={query}>
        {(letters) =>
          letters.length === 0 ? (
            <EmptyState
              icon={IconMailCheck}
              title={t("letters.empty")}
              help={t("letters.emptyHelp")}
            />
          ) : (
            <Stack>
              {letters.map((letter) => (
                <LetterPanel key={`${letter.service} ${letter.id}`} letter={letter} />
              ))}
            </Stack>
          )
        }
      </Asked>
    </Page>
  );
}

function LetterPanel({ letter }: { letter: Letter }) {
  const { t } = useTranslation("administrator");
  const eventName = useEventName();
  const client = useQueryClient();
  const mayReplay = useMay("dead_letter:replay");
  const replay = useMutation({
    mutationFn: () =>
      call(
        api.POST(`/api/v1/operations/${letter.service}/dead-letters/{id}/replay`, {
          params: { path: { id: letter.id } },
        }),
      ),
    onSuccess: () => showDone(t("letters.replayed")),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  return (
    <Panel>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h5">
            {eventName(letter.type)}
          </Title>
          <Text size="sm" c="dimmed" component="div">
            <Code>{letter.source}</Code> → <Code>{letter.service}</Code> ·{" "}
            <SiteTime at={letter.at} />
          </Text>
        </div>
        {mayReplay && (
          <Button loading={replay.isPending} onClick={() => replay.mutate()}>
            {t("letters.replay")}
          </Button>
        )}
      </Group>
      <Text my="sm">{letter.error}</Text>
      <details className={classes.lines}>
        <summary>{t("audit.data")}</summary>
        <Raw data={letter.data} />
      </details>
    </Panel>
  );
}
