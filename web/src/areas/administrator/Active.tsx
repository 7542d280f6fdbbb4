import { Text } from "@mantine/core";
import { IconCircleCheck, IconCircleOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Whether somebody or something is in use: a sign and a word. */
export function Active({ active }: { active: boolean }) {
  const { t } = useTranslation("administrator");
  const Picture = active ? IconCircleCheck : IconCircleOff;
  return (
    <Text span size="sm" c={active ? undefined : "dimmed"}>
      <Picture size={15} aria-hidden style={{ verticalAlign: "-2px", marginInlineEnd: 5 }} />
      {t(active ? "active" : "inactive")}
    </Text>
  );
}
