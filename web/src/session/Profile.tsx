// One's own name, address and password, and where one is signed in.
import { Badge, Button, Group, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, ifVersion } from "../api/client";
import { keys } from "../api/keys";
import { fieldProblems } from "../api/problem";
import type { Me } from "../api/types";
import { Page } from "../kit/Page";
import { Panel } from "../kit/Panel";
import { Asked, ProblemAlert } from "../kit/states";
import { SiteTime } from "../kit/times";
import { showDone } from "../kit/toasts";

const meQuery = { queryKey: keys.me, queryFn: () => call(api.GET("/api/v1/users/me")) };
const sessionsQuery = {
  queryKey: keys.sessions,
  queryFn: () => call(api.GET("/api/v1/users/me/sessions")),
};

export function Profile() {
  const { t } = useTranslation(["profile", "shell"]);
  const query = useQuery(meQuery);
  return (
    <Page title={t("title")}>
      <Asked query={query}>
        {(me) => (
          <>
            <Panel title={t("about.title")}>
              <About key={me.version} me={me} />
            </Panel>
            <Panel title={t("password.title")}>
              <Password key={me.version} me={me} />
            </Panel>
          </>
        )}
      </Asked>
      <Panel title={t("sessions.title")}>
        <Sessions />
      </Panel>
    </Page>
  );
}

type Change = { name?: string; email?: string; password?: string; currentPassword?: string };

function useChange(me: Me) {
  const client = useQueryClient();
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Change) =>
      call(api.PATCH("/api/v1/users/me", { body, ...ifVersion(me.version) })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.me }),
  });
}

function About({ me }: { me: Me }) {
  const { t } = useTranslation(["profile", "shell"]);
  const change = useChange(me);
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email ?? "");
  const problems = fieldProblems(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ name, email }, { onSuccess: () => showDone(t("saved")) });
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={440}>
        <TextInput label={t("about.username")} value={me.username} readOnly />
        <TextInput
          label={t("about.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problems.name}
          required
          maxLength={120}
          autoComplete="name"
        />
        <TextInput
          label={t("about.email")}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={problems.email}
          maxLength={254}
          autoComplete="email"
        />
        {change.error && Object.keys(problems).length === 0 ? (
          <ProblemAlert error={change.error} />
        ) : null}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Password({ me }: { me: Me }) {
  const { t } = useTranslation(["profile", "shell"]);
  const change = useChange(me);
  const client = useQueryClient();
  const problems = fieldProblems(change.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    change.mutate(
      { currentPassword: String(given.get("current")), password: String(given.get("new")) },
      {
        onSuccess: () => {
          showDone(t("password.changed"));
          void client.invalidateQueries({ queryKey: keys.sessions });
        },
      },
    );
  };
  const toggle = { "aria-label": t("shell:signIn.show"), tabIndex: 0 };
  return (
    <form onSubmit={submit}>
      <Stack maw={440}>
        <PasswordInput
          name="current"
          label={t("password.current")}
          error={problems.currentPassword}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          name="new"
          label={t("password.new")}
          description={t("password.rule")}
          error={problems.password}
          autoComplete="new-password"
          minLength={8}
          maxLength={64}
          required
          visibilityToggleButtonProps={toggle}
        />
        {change.error && Object.keys(problems).length === 0 ? (
          <ProblemAlert error={change.error} />
        ) : null}
        <Group>
          <Button type="submit" variant="default" loading={change.isPending}>
            {t("password.change")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Sessions() {
  const { t } = useTranslation(["profile", "shell"]);
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string) =>
      call(api.DELETE("/api/v1/users/me/sessions/{id}", { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
  return (
    <Asked query={query}>
      {({ items }) => (
        <Stack gap="sm">
          <Text c="dimmed">{t("sessions.help")}</Text>
          {items.map((row) => (
            <Group key={row.id} justify="space-between">
              <div>
                <Text>
                  {t("sessions.since")} <SiteTime at={row.createdAt} />
                </Text>
                <Text size="sm" c="dimmed">
                  {t("sessions.used")} <SiteTime at={row.lastUsedAt} shape="ago" />
                </Text>
              </div>
              {row.current ? (
                <Badge variant="outline" tt="none">
                  {t("sessions.current")}
                </Badge>
              ) : (
                <Button
                  size="xs"
                  variant="default"
                  loading={end.isPending}
                  onClick={() => end.mutate(row.id)}
                >
                  {t("sessions.end")}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      )}
    </Asked>
  );
}
