import { Radio, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { OrderType, Site } from "../../api/types";
import { Panel } from "../../kit/Panel";
import { dayIn } from "../../kit/zoned";
import { Choice } from "./Choice";
import { clientPriorities, type Draft, type Slot, slots } from "./draft";

interface WhenStepProps {
  draft: Draft;
  types: OrderType[];
  sites: Site[];
  onChange: (part: Partial<Draft>) => void;
}

const ahead = 90 * 86_400_000; // nobody plans further

export function WhenStep({ draft, types, sites, onChange }: WhenStepProps) {
  const { t, i18n } = useTranslation(["client", "common"]);
  const type = types.find(({ id }) => id === draft.typeId);
  const site = sites.find(({ id }) => id === draft.siteId);
  const zone = site?.timeZone ?? "UTC";
  return (
    <>
      <Radio.Group
        label={t("ask.priority")}
        value={draft.priority}
        onChange={(priority) => onChange({ priority: priority as Draft["priority"] })}
      >
        <Stack gap="xs" mt="xs">
          {clientPriorities.map((priority) => (
            <Choice key={priority} value={priority}>
              <Text fw={600}>{t(`common:priority.${priority}`)}</Text>
              <Text size="sm" c="dimmed">
                {t(`ask.priorityHelp.${priority}`)}
              </Text>
            </Choice>
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        type="date"
        label={t("ask.day")}
        description={t("ask.dayHelp")}
        value={draft.day}
        onChange={(event) => onChange({ day: event.currentTarget.value })}
        min={dayIn(zone, Date.now() + 86_400_000)}
        max={dayIn(zone, Date.now() + ahead)}
        maw={260}
      />
      {draft.day && (
        <Radio.Group
          label={t("ask.slot")}
          value={draft.slot}
          onChange={(slot) => onChange({ slot: slot as Slot })}
        >
          <Stack gap="xs" mt="xs">
            {(Object.keys(slots) as Slot[]).map((slot) => (
              <Choice key={slot} value={slot}>
                <Text>{t(`ask.slots.${slot}`)}</Text>
              </Choice>
            ))}
          </Stack>
        </Radio.Group>
      )}
      <Panel title={t("ask.summary")}>
        <Text fw={600}>{draft.title}</Text>
        <Text>{i18n.language === "es" ? type?.nameEs : type?.name}</Text>
        <Text c="dimmed">{site?.address}</Text>
        <Text c="dimmed" lineClamp={3}>
          {draft.description}
        </Text>
      </Panel>
    </>
  );
}
