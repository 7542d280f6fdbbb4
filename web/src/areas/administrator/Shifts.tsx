// When a technician works: any number of shifts on each day of the week.
import { ActionIcon, Button, Fieldset, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Technician } from "../../api/types";
import { clockOf, endOf, minuteOf } from "./shiftTimes";

type Shift = Technician["shifts"][number];

const weekdays: Shift["weekday"][] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

interface ShiftsProps {
  value: Shift[];
  onChange: (shifts: Shift[]) => void;
  wrong: Record<string, string>;
}

export function Shifts({ value, onChange, wrong }: ShiftsProps) {
  const { t } = useTranslation("administrator");
  const set = (index: number, more: Partial<Shift>) =>
    onChange(value.map((shift, at) => (at === index ? { ...shift, ...more } : shift)));
  const free = weekdays.find((weekday) => !value.some((shift) => shift.weekday === weekday));
  return (
    <Fieldset legend={t("technicians.shifts")}>
      <Stack gap="sm">
        {value.map((shift, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a shift has no name of its own
          <Group key={index} gap="xs" align="flex-end">
            <Select
              aria-label={t("technicians.weekday")}
              data={weekdays.map((name) => ({ value: name, label: t(`weekday.${name}`) }))}
              value={shift.weekday}
              onChange={(chosen) => set(index, { weekday: chosen as Shift["weekday"] })}
              error={wrong[`shifts.${index}`]}
              allowDeselect={false}
              flex="1 1 140px"
            />
            <TextInput
              type="time"
              aria-label={t("technicians.begins")}
              value={clockOf(shift.from)}
              onChange={(event) => {
                const from = minuteOf(event.currentTarget.value);
                set(index, { from, to: endOf(from, clockOf(shift.to)) });
              }}
              error={wrong[`shifts.${index}.from`]}
            />
            <TextInput
              type="time"
              aria-label={t("technicians.ends")}
              value={clockOf(shift.to)}
              onChange={(event) => set(index, { to: endOf(shift.from, event.currentTarget.value) })}
              error={wrong[`shifts.${index}.to`]}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t("technicians.dropShift", { day: t(`weekday.${shift.weekday}`) })}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => {
              const last = value[value.length - 1];
              const { from, to } = last ?? { from: 480, to: 1020 };
              onChange([...value, { weekday: free ?? "monday", from, to }]);
            }}
          >
            {t("technicians.addShift")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
