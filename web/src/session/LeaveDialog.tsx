import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { session } from "./session";

/** Asks before a sign-out that would lose what is not sent. */
export default function LeaveDialog({ count, onStay }: { count: number; onStay: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Modal opened onClose={onStay} title={t("leave.title")} withCloseButton={false} centered>
      <Text mb="md">{t("leave.help", { count })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void session.signOut()}>
          {t("leave.lose")}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t("leave.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
