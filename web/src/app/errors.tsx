import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { IconCompassOff, IconMoodSad } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { problemText } from "../api/problem";

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="60vh" p="xl">
      <Stack align="center" maw={420} ta="center">
        <IconCompassOff size={48} aria-hidden />
        <Title order={1} size="h2">
          {t("missing.title")}
        </Title>
        <Text c="dimmed">{t("missing.help")}</Text>
        <Button component={Link} to="/">
          {t("missing.home")}
        </Button>
      </Stack>
    </Center>
  );
}

export function CrashPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <Center component="main" mih="60vh" p="xl">
      <Stack align="center" maw={420} ta="center">
        <IconMoodSad size={48} aria-hidden />
        <Title order={1} size="h2">
          {t("crash.title")}
        </Title>
        <Text c="dimmed">{problemText(t, error)}</Text>
        <Button onClick={() => location.reload()}>{t("crash.again")}</Button>
      </Stack>
    </Center>
  );
}
