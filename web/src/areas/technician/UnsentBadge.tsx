// In the frame of every screen: what the server has not heard of yet. While it is shown, the queue
// runs.
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLiveEvents } from "../../app/shell/live";
import { watchUnsent } from "../../session/unsent";
import { heard, start, unsent } from "./offline/engine";
import { useQueue } from "./offline/useStore";

export default function UnsentBadge() {
  const { t } = useTranslation("technician");
  const queue = useQueue() ?? [];
  useEffect(() => {
    start();
    return watchUnsent(unsent);
  }, []);
  useLiveEvents(heard);
  const refused = queue.some(({ problem }) => problem);
  const Picture = refused ? IconAlertTriangle : queue.length > 0 ? IconCloudUp : IconCloudCheck;
  const label = refused
    ? t("unsent.badgeRefused", { count: queue.length })
    : queue.length > 0
      ? t("unsent.badge", { count: queue.length })
      : t("unsent.empty");
  return (
    <Button
      renderRoot={(props) => <Link to="/technician/unsent" {...props} />}
      variant={queue.length > 0 ? "default" : "subtle"}
      color="gray"
      c={refused ? "var(--mantine-color-error)" : "var(--mantine-color-text)"}
      size="compact-md"
      px={6}
      aria-label={label}
      title={label}
      data-unsent={queue.length}
    >
      <Picture size={20} aria-hidden />
      {queue.length > 0 && <b>&nbsp;{queue.length}</b>}
    </Button>
  );
}
