// One of a few, as a card to press; a radio button to everything else.
import { Group, Radio } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./client.module.css";

export function Choice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radio.Card value={value} className={classes.choice}>
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator />
        <div>{children}</div>
      </Group>
    </Radio.Card>
  );
}
