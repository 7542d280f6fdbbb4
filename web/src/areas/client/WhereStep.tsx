import { Radio, Stack, Text } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api/types";
import { EmptyState } from "../../kit/states";
import { Choice } from "./Choice";
import type { Draft } from "./draft";

interface WhereStepProps {
  draft: Draft;
  sites: Site[];
  onChange: (part: Partial<Draft>) => void;
}

export function WhereStep({ draft, sites, onChange }: WhereStepProps) {
  const { t } = useTranslation("client");
  if (sites.length === 0) {
    return <EmptyState icon={IconMapPinOff} title={t("ask.noSite")} help={t("ask.noSiteHelp")} />;
  }
  return (
    <Radio.Group
      label={t("ask.site")}
      value={draft.siteId}
      onChange={(siteId) => onChange({ siteId })}
      required
    >
      <Stack gap="xs" mt="xs">
        {sites.map((site) => (
          <Choice key={site.id} value={site.id}>
            <Text fw={600}>{site.address}</Text>
            <Text size="sm" c="dimmed">
              {[site.name, site.neighbourhood].filter(Boolean).join(" · ")}
            </Text>
          </Choice>
        ))}
      </Stack>
    </Radio.Group>
  );
}
