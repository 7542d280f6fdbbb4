// Asks for a reason before something is done that needs one.
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemAlert } from "./states";

interface ReasonDialogProps {
  opened: boolean;
  title: string;
  help?: string;
  confirm: string;
  /** Characters, at least; 0: the reason may be left out. */
  shortest?: number;
  longest?: number;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { t } = useTranslation();
  const { shortest = 1, longest = 500 } = props;
  const [reason, setReason] = useState("");
  const good = reason.trim().length >= shortest;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (good) {
      props.onConfirm(reason.trim());
    }
  };
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t("close") }}
      centered
    >
      <form onSubmit={submit}>
        <Stack>
          {props.help && <Text>{props.help}</Text>}
          <Textarea
            label={t("reason.label")}
            description={shortest > 1 ? t("reason.shortest", { count: shortest }) : undefined}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={longest}
            required={shortest > 0}
            autosize
            minRows={2}
            data-autofocus
          />
          {props.error ? <ProblemAlert error={props.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t("cancel")}
            </Button>
            <Button
              type="submit"
              color={props.danger ? "red.8" : undefined}
              loading={props.busy}
              disabled={!good}
            >
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
