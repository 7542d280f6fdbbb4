// Adds to a catalogue or changes an entry; what is asked for stands in the table of fields.
import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { fieldProblems } from "../../api/problem";
import { showDone } from "../../kit/toasts";
import { type Entry, type Field, fields, type Kind, saveEntry, type Value } from "./catalogues";
import { Sheet } from "./Sheet";
import { type Skill, Skills } from "./Skills";

interface EntryFormProps {
  kind: Kind;
  entry?: Entry;
  onClose: () => void;
}

export function EntryForm({ kind, entry, onClose }: EntryFormProps) {
  const { t } = useTranslation("administrator");
  const client = useQueryClient();
  const [key] = useState(newKey);
  const asked = fields[kind].filter(({ onlyNew }) => !(onlyNew && entry));
  const [form, setForm] = useState<Record<string, Value>>(() =>
    Object.fromEntries(asked.map(({ name, first }) => [name, entry ? entry[name] : first])),
  );
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const specialties = (form.specialties as Skill[] | undefined)?.map(
        ({ specialtyId, level }) => ({ specialtyId, level }),
      );
      return saveEntry(kind, specialties ? { ...form, specialties } : form, key, entry);
    },
    onSuccess: async () => {
      showDone(t("saved", { name: String(form.nameEs ?? form.name) }));
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.catalogues }),
        client.invalidateQueries({ queryKey: keys.materials }),
      ]);
      onClose();
    },
  });
  const wrong = fieldProblems(save.error);
  return (
    <Sheet
      title={entry ? String(entry.nameEs ?? entry.name) : t(`catalogues.add.${kind}`)}
      size="lg"
      busy={save.isPending}
      error={save.error}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      {asked.map((field) => (
        <Input
          key={field.name}
          field={field}
          value={form[field.name]}
          onChange={(value) => setForm((old) => ({ ...old, [field.name]: value }))}
          wrong={wrong}
        />
      ))}
    </Sheet>
  );
}

interface InputProps {
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
  wrong: Record<string, string>;
}

function Input({ field, value, onChange, wrong }: InputProps) {
  const { t } = useTranslation("administrator");
  const common = { label: t(`field.${field.name}`), error: wrong[field.name] };
  switch (field.kind) {
    case "number":
      return (
        <NumberInput
          {...common}
          value={value as number}
          onChange={(given) => onChange(given === "" ? undefined : Number(given))}
          min={field.least}
          required
        />
      );
    case "switch":
      return (
        <Switch
          {...common}
          checked={value as boolean}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "zone":
      return (
        <Select
          {...common}
          data={Intl.supportedValuesOf("timeZone")}
          value={value as string}
          onChange={(chosen) => onChange(chosen ?? undefined)}
          allowDeselect={false}
          searchable
          limit={50}
        />
      );
    case "skills":
      return (
        <Skills
          value={value as Skill[]}
          onChange={onChange}
          wrong={Object.fromEntries(
            Object.entries(wrong).map(([name, said]) => [
              name.replace("specialties", "skills"),
              said,
            ]),
          )}
          withoutDays
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={value as string}
          onChange={(event) => onChange(event.currentTarget.value)}
          maxLength={120}
          required
        />
      );
  }
}
