// The customer signs on the glass. The picture goes with the evidence, named as what it is.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "./offline/work";
import { bytesOf } from "./photo";
import classes from "./technician.module.css";

interface SignatureDialogProps {
  code: string;
  onSave: (action: Extract<Action, { kind: "file" }>) => void;
  onClose: () => void;
}

const size = { width: 800, height: 480 };

export default function SignatureDialog({ code, onSave, onClose }: SignatureDialogProps) {
  const { t } = useTranslation(["technician", "common"]);
  const pad = useRef<HTMLCanvasElement>(null);
  const [signed, setSigned] = useState(false);
  const pen = () => pad.current?.getContext("2d");
  const place = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * size.width,
      ((event.clientY - box.top) / box.height) * size.height,
    ];
  };
  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const context = pen();
    context?.beginPath();
    context?.moveTo(...place(event));
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = pen();
    if (context && event.buttons === 1) {
      context.lineWidth = 4;
      context.lineCap = "round";
      context.strokeStyle = "#14181d";
      context.lineTo(...place(event));
      context.stroke();
      setSigned(true);
    }
  };
  const clear = () => {
    pen()?.clearRect(0, 0, size.width, size.height);
    setSigned(false);
  };
  const save = async () => {
    if (pad.current) {
      const bytes = await bytesOf(pad.current, "image/png");
      onSave({ kind: "file", name: `firma-${code}.png`, mediaType: "image/png", bytes });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("signature.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <Stack>
        <Text size="sm">{t("signature.help")}</Text>
        <canvas
          ref={pad}
          {...size}
          className={classes.pad}
          role="img"
          aria-label={t("signature.title")}
          onPointerDown={down}
          onPointerMove={move}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={clear} disabled={!signed}>
            {t("signature.clear")}
          </Button>
          <Button onClick={() => void save()} disabled={!signed}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
