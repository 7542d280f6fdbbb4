// The frame of a screen: title (also the tab's), what can be done, and the content.
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

interface PageProps {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  /** Without a limit, for boards and tables. */
  wide?: boolean;
  children: ReactNode;
}

export function Page({ title, subtitle, actions, wide, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · MicroFlow`;
  }, [title]);
  // Whoever listens instead of looking hears where they have come to.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Box maw={wide ? undefined : 1080} mx="auto" w="100%">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={1} size="h2" ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {subtitle && (
              <Text c="dimmed" component="div">
                {subtitle}
              </Text>
            )}
          </div>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}
