import {
  Alert,
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
  UnstyledButton,
} from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, readProblem } from "../api/problem";
import { chooseLanguage, languages } from "../i18n";
import { ProblemAlert } from "../kit/states";
import { touch } from "./idle";
import classes from "./SignIn.module.css";
import { SignInError, session } from "./session";
import { useSession } from "./useSession";

const route = getRouteApi("/sign-in");

export function SignIn() {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const state = useSession();
  const { to } = route.useSearch();
  const router = useRouter();
  useEffect(() => {
    document.title = `${t("signIn.title")} · MicroFlow`;
  }, [t]);
  // Also when another tab signed in.
  useEffect(() => {
    if (state.phase === "in") {
      void router.navigate({ to: to ?? "/", replace: true });
    }
  }, [state.phase, to, router]);
  const reason = state.phase === "out" ? state.reason : undefined;
  return (
    <Center component="main" className={classes.ground} mih="100dvh" p="md">
      <Stack w="100%" maw={400}>
        <Group gap="sm" justify="center">
          <img src="/icon.svg" alt="" width={44} height={44} />
          <Title order={1} size="h2">
            MicroFlow
          </Title>
        </Group>
        <Text ta="center" c="dimmed">
          {t("signIn.help")}
        </Text>
        {(reason === "idle" || reason === "ended") && (
          <Alert color="sea" variant="outline" icon={<IconInfoCircle aria-hidden />} role="status">
            {t(`signIn.out.${reason}`)}
          </Alert>
        )}
        <Paper className={classes.card} p="lg" radius="lg">
          <Form />
        </Paper>
        <Group justify="center" gap="lg">
          {languages.map((language) => (
            <UnstyledButton
              key={language}
              lang={language}
              className={classes.language}
              aria-pressed={i18n.language === language}
              onClick={() => chooseLanguage(language)}
            >
              {t(`common:language.${language}`)}
            </UnstyledButton>
          ))}
        </Group>
      </Stack>
    </Center>
  );
}

function Form() {
  const { t } = useTranslation(["shell", "common"]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      touch();
      await session.signIn(String(given.get("username")).trim(), String(given.get("password")));
    } catch (cause) {
      setError(
        cause instanceof SignInError
          ? new ProblemError(readProblem(cause.response, cause.body))
          : cause,
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          name="username"
          label={t("signIn.username")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          size="md"
        />
        <PasswordInput
          name="password"
          label={t("signIn.password")}
          autoComplete="current-password"
          required
          size="md"
          visibilityToggleButtonProps={{ "aria-label": t("signIn.show"), tabIndex: 0 }}
        />
        {error ? <ProblemAlert error={error} /> : null}
        <Button type="submit" loading={busy} size="md">
          {t("signIn.submit")}
        </Button>
      </Stack>
    </form>
  );
}
