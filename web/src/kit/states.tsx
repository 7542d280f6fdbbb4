// What a screen shows while there is nothing to show: loading, empty (always with help), broken.
import { Alert, Button, Center, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { type Icon, IconAlertCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../api/problem";

const lines = ["a", "b", "c", "d", "e"];

export function Loading() {
  const { t } = useTranslation();
  return (
    <Stack aria-busy="true" aria-live="polite" role="status" aria-label={t("loading")} py="md">
      {lines.map((line) => (
        <Skeleton key={line} height={44} />
      ))}
    </Stack>
  );
}

interface EmptyStateProps {
  icon: Icon;
  title: string;
  help: string;
  action?: ReactNode;
}

export function EmptyState({ icon: Picture, title, help, action }: EmptyStateProps) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw={400} ta="center">
        <Picture size={40} stroke={1.4} aria-hidden />
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text c="dimmed">{help}</Text>
        {action}
      </Stack>
    </Center>
  );
}

export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="outline" icon={<IconAlertCircle aria-hidden />} role="alert">
      <Group justify="space-between">
        <Text c="var(--mantine-color-text)">{problemText(t, error)}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("retry")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

interface Answer<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Draws what a query gave, or that it is under way or went wrong. */
export function Asked<T>({
  query,
  children,
}: {
  query: Answer<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  return query.isPending ? (
    <Loading />
  ) : (
    <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
  );
}
