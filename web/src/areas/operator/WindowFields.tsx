// An appointment: a day, and from when to when, on the clock of the site.
import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dayIn, momentOf } from "../../kit/zoned";
import type { TimeWindow } from "./assign";

export interface WindowText {
  day: string;
  from: string;
  to: string;
}

export const noWindow: WindowText = { day: "", from: "", to: "" };

const clock = (at: string, zone: string) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(
    new Date(at),
  );

export function textOf(window: TimeWindow | undefined, zone: string): WindowText {
  return window
    ? {
        day: dayIn(zone, Date.parse(window.from)),
        from: clock(window.from, zone),
        to: clock(window.to, zone),
      }
    : noWindow;
}

const minutesOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
};

/** Undefined without a day; null where something is still missing. An end before its begin is on the next day. */
export function windowOf(text: WindowText, zone: string): TimeWindow | undefined | null {
  if (!text.day && !text.from && !text.to) {
    return undefined;
  }
  if (!text.day || !text.from || !text.to) {
    return null;
  }
  const from = minutesOf(text.from);
  const to = minutesOf(text.to);
  return {
    from: momentOf(text.day, from, zone),
    to: momentOf(text.day, to > from ? to : to + 1440, zone),
  };
}

interface WindowFieldsProps {
  value: WindowText;
  onChange: (value: WindowText) => void;
  error?: string;
}

export function WindowFields({ value, onChange, error }: WindowFieldsProps) {
  const { t } = useTranslation("operator");
  const field = (name: keyof WindowText) => ({
    value: value[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...value, [name]: event.currentTarget.value }),
  });
  return (
    <Group align="flex-start" gap="sm" grow>
      <TextInput type="date" label={t("window.day")} error={error} {...field("day")} />
      <TextInput type="time" label={t("window.from")} {...field("from")} />
      <TextInput type="time" label={t("window.to")} {...field("to")} />
    </Group>
  );
}
