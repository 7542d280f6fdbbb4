import { ActionIcon, Indicator } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import { useOnce } from "../../kit/useOnce";

const NotificationDrawer = lazy(() => import("./NotificationDrawer"));

const summaryQuery = {
  queryKey: [...keys.notifications, "summary"],
  queryFn: () => call(api.GET("/api/v1/notifications/summary")),
};

export function NotificationBell() {
  const { t } = useTranslation("shell");
  const [opened, drawer] = useDisclosure();
  const wanted = useOnce(opened);
  const unread = useQuery(summaryQuery).data?.unreadCount ?? 0;
  return (
    <>
      <Indicator
        label={unread > 99 ? "99+" : unread}
        disabled={unread === 0}
        size={18}
        color="red.8"
        offset={4}
      >
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={drawer.open}
          aria-haspopup="dialog"
          aria-label={t("notifications.open", { count: unread })}
        >
          <IconBell size={20} aria-hidden />
        </ActionIcon>
      </Indicator>
      <Suspense>
        {wanted && <NotificationDrawer opened={opened} unread={unread} onClose={drawer.close} />}
      </Suspense>
    </>
  );
}
