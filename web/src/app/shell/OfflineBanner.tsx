import { Alert } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOnline } from "../../kit/useOnline";
import { useLiveState } from "./live";

/** Says so when what is on screen may be old. A short hiccup is not worth a word. */
export function OfflineBanner() {
  const { t } = useTranslation("shell");
  const online = useOnline();
  const [live] = useDebouncedValue(useLiveState(), 3000);
  if (online && live !== "offline") {
    return null;
  }
  return (
    <Alert
      color="yellow"
      variant="outline"
      icon={<IconCloudOff aria-hidden />}
      mb="md"
      role="status"
      title={t(online ? "offline.server" : "offline.network")}
    >
      {t("offline.help")}
    </Alert>
  );
}
