// Specialties with their level and the days between which they are held.
import { ActionIcon, Button, Fieldset, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { specialtiesQuery } from "../../api/catalogues";
import { useSpecialtyName } from "./useSpecialtyName";

export interface Skill {
  specialtyId: string;
  level: number;
  from?: string;
  to?: string;
}

interface SkillsProps {
  value: Skill[];
  onChange: (skills: Skill[]) => void;
  wrong: Record<string, string>;
  /** For a type of order, which asks for a level and no days. */
  withoutDays?: boolean;
}

const levels = ["1", "2", "3", "4", "5"];

export function Skills({ value, onChange, wrong, withoutDays }: SkillsProps) {
  const { t } = useTranslation("administrator");
  const { data = [] } = useQuery(specialtiesQuery);
  const specialtyName = useSpecialtyName();
  const set = (index: number, more: Partial<Skill>) =>
    onChange(value.map((skill, at) => (at === index ? { ...skill, ...more } : skill)));
  const free = data.find(
    ({ id, active }) => active && !value.some((one) => one.specialtyId === id),
  );
  return (
    <Fieldset legend={t("technicians.skills")}>
      <Stack gap="sm">
        {value.map((skill, index) => (
          <Group key={skill.specialtyId} gap="xs" align="flex-end">
            <Select
              label={t("technicians.specialty")}
              data={data.map(({ id, name }) => ({ value: id, label: specialtyName(id, name) }))}
              value={skill.specialtyId}
              onChange={(chosen) => set(index, { specialtyId: chosen ?? skill.specialtyId })}
              error={wrong[`skills.${index}.specialtyId`] ?? wrong[`skills.${index}`]}
              allowDeselect={false}
              flex="2 1 190px"
            />
            <Select
              label={t("technicians.level")}
              data={levels}
              value={String(skill.level)}
              onChange={(chosen) => set(index, { level: Number(chosen) })}
              error={wrong[`skills.${index}.level`]}
              allowDeselect={false}
              w={84}
            />
            {!withoutDays && (
              <>
                <TextInput
                  type="date"
                  label={t("technicians.from")}
                  value={skill.from ?? ""}
                  onChange={(event) => set(index, { from: event.currentTarget.value || undefined })}
                  error={wrong[`skills.${index}.from`]}
                />
                <TextInput
                  type="date"
                  label={t("technicians.to")}
                  value={skill.to ?? ""}
                  onChange={(event) => set(index, { to: event.currentTarget.value || undefined })}
                  error={wrong[`skills.${index}.to`]}
                />
              </>
            )}
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t("technicians.dropSkill", {
                name: specialtyName(skill.specialtyId, ""),
              })}
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
            disabled={!free}
            onClick={() => free && onChange([...value, { specialtyId: free.id, level: 1 }])}
          >
            {t("technicians.addSkill")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
