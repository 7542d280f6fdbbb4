import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { session } from "./session";

export default function IdleDialog({ seconds, onStay }: { seconds: number; onStay: () => void }) {
  const { t } = useTranslation("shell");
  return (
    <Modal opened onClose={onStay} title={t("idle.title")} withCloseButton={false} centered>
      <Text mb="md">{t("idle.help", { count: seconds })}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => void session.signOut()}>
          {t("user.signOut")}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t("idle.stay")}
        </Button>
      </Group>
    </Modal>
  );
}
