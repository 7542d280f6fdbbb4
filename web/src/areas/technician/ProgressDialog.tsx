import { Button, Group, Modal, NumberInput, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "./offline/work";

type Progress = Extract<Action, { kind: "progress" }>;
const shortest = 20;
const longest = 500;

interface ProgressDialogProps {
  initial?: Progress;
  onSave: (action: Progress) => void;
  onClose: () => void;
}

export default function ProgressDialog({ initial, onSave, onClose }: ProgressDialogProps) {
  const { t } = useTranslation(["technician", "common"]);
  const [comment, setComment] = useState(initial?.comment ?? "");
  const [minutes, setMinutes] = useState<string | number>(initial?.minutes ?? "");
  const said = comment.trim();
  const good = said.length >= shortest && said.length <= longest && Number(minutes) >= 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (good) {
      onSave({ kind: "progress", comment: said, minutes: Number(minutes) });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("progress.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={t("progress.comment")}
            description={t("progress.count", { count: said.length, shortest, longest })}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            maxLength={longest}
            required
            autosize
            minRows={3}
            data-autofocus
          />
          <NumberInput
            label={t("progress.minutes")}
            value={minutes}
            onChange={setMinutes}
            min={1}
            max={1440}
            allowDecimal={false}
            allowNegative={false}
            inputMode="numeric"
            hideControls
            required
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!good}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
