// A quiet surface with a heading.
import { Group, Paper, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  title?: string;
  aside?: ReactNode;
  /** Without padding: what is inside reaches the border. */
  flush?: boolean;
  children: ReactNode;
}

export function Panel({ title, aside, flush, children }: PanelProps) {
  return (
    <Paper
      component="section"
      className={classes.panel}
      aria-label={title}
      p={flush ? 0 : "md"}
      radius="md"
    >
      {title && (
        <Group justify="space-between" mb="sm">
          <Title order={2} size="h5">
            {title}
          </Title>
          {aside}
        </Group>
      )}
      {children}
    </Paper>
  );
}
