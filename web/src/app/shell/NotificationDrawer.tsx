import { Button, Drawer, Text } from "@mantine/core";
import { IconBellOff } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import { paged } from "../../api/paging";
import type { Notification } from "../../api/types";
import { EmptyState, Loading, ProblemAlert } from "../../kit/states";
import { SiteTime } from "../../kit/times";
import classes from "./Shell.module.css";

const listQuery = paged([...keys.notifications, "list"], (cursor) =>
  call(api.GET("/api/v1/notifications", { params: { query: { cursor, limit: 20 } } })),
);

interface NotificationDrawerProps {
  opened: boolean;
  unread: number;
  onClose: () => void;
}

export default function NotificationDrawer({ opened, unread, onClose }: NotificationDrawerProps) {
  const { t } = useTranslation(["shell", "common"]);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={400}
      padding={0}
      title={t("notifications.title")}
      classNames={{ header: classes.drawerHead }}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <List unread={unread} onClose={onClose} />
    </Drawer>
  );
}

function List({ unread, onClose }: { unread: number; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const client = useQueryClient();
  const query = useInfiniteQuery(listQuery);
  const renew = () => client.invalidateQueries({ queryKey: keys.notifications });
  const readAll = useMutation({
    mutationFn: () => call(api.POST("/api/v1/notifications/read-all")),
    onSuccess: renew,
  });
  const read = useMutation({
    mutationFn: (id: string) =>
      call(api.POST("/api/v1/notifications/{id}/read", { params: { path: { id } } })),
    onSuccess: renew,
  });
  const messages = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        m="xs"
        disabled={unread === 0}
        onClick={() => readAll.mutate()}
      >
        {t("notifications.readAll")}
      </Button>
      {query.isPending && <Loading />}
      {query.isError && <ProblemAlert error={query.error} />}
      {query.isSuccess && messages.length === 0 && (
        <EmptyState
          icon={IconBellOff}
          title={t("notifications.empty")}
          help={t("notifications.emptyHelp")}
        />
      )}
      {messages.map((message) => (
        <Message
          key={message.id}
          message={message}
          onOpen={() => {
            if (!message.readAt) {
              read.mutate(message.id);
            }
            onClose();
          }}
        />
      ))}
      {query.hasNextPage && (
        <Button variant="subtle" fullWidth onClick={() => void query.fetchNextPage()}>
          {t("notifications.more")}
        </Button>
      )}
    </>
  );
}

function Message({ message, onOpen }: { message: Notification; onOpen: () => void }) {
  const { t } = useTranslation("shell");
  const [first, ...rest] = message.body.split("\n");
  return (
    <Link
      to="/orders/$orderId"
      params={{ orderId: message.subject }}
      className={`${classes.message} ${message.readAt ? "" : classes.unread}`}
      onClick={onOpen}
    >
      <Text fw={message.readAt ? 400 : 650}>
        {message.title}
        {!message.readAt && (
          <Text span size="sm" c="dimmed" fw={400}>
            {" "}
            · {t("notifications.unread")}
          </Text>
        )}
      </Text>
      <Text size="sm">{first}</Text>
      {rest.length > 0 && (
        <Text size="sm" c="dimmed">
          {rest.join(" · ")}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        <SiteTime at={message.createdAt} shape="ago" />
      </Text>
    </Link>
  );
}
