import { Radio, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OrderType } from "../../api/types";
import { Choice } from "./Choice";
import { type Draft, shortest } from "./draft";

interface WhatStepProps {
  draft: Draft;
  types: OrderType[];
  onChange: (part: Partial<Draft>) => void;
}

export function WhatStep({ draft, types, onChange }: WhatStepProps) {
  const { t, i18n } = useTranslation("client");
  return (
    <>
      <Radio.Group
        label={t("ask.type")}
        value={draft.typeId}
        onChange={(typeId) => onChange({ typeId })}
        required
      >
        <SimpleGrid cols={{ base: 2, md: 3 }} mt="xs" spacing="xs">
          {types.map((type) => (
            <Choice key={type.id} value={type.id}>
              <Text fw={600}>{i18n.language === "es" ? type.nameEs : type.name}</Text>
            </Choice>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <TextInput
        label={t("ask.subject")}
        description={t("ask.subjectHelp")}
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        minLength={shortest}
        maxLength={200}
        required
      />
      <Textarea
        label={t("ask.description")}
        description={t("ask.descriptionHelp")}
        value={draft.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
        minLength={shortest}
        maxLength={4000}
        required
        autosize
        minRows={3}
      />
    </>
  );
}
