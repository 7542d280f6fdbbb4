// The frame of a form: a modal with what is asked for, what the server says of it, and the two ways
// out.
import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../../api/problem";
import { ProblemAlert } from "../../kit/states";

interface SheetProps {
  title: string;
  busy: boolean;
  error: unknown;
  size?: string;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function Sheet({ title, busy, error, size, onSave, onClose, children }: SheetProps) {
  const { t } = useTranslation(["administrator", "common"]);
  // What the server says of a field stands at the field.
  const atFields = (problemOf(error).errors ?? []).length > 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave();
        }}
      >
        <Stack gap="sm">
          {children}
          {error && !atFields ? <ProblemAlert error={error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
