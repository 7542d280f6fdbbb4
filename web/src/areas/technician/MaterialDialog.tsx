import { Button, Group, Modal, NativeSelect, NumberInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMaterials } from "./offline/useStore";
import type { Action } from "./offline/work";

type Used = Extract<Action, { kind: "material" }>;

interface MaterialDialogProps {
  initial?: Used;
  onSave: (action: Used) => void;
  onClose: () => void;
}

export default function MaterialDialog({ initial, onSave, onClose }: MaterialDialogProps) {
  const { t, i18n } = useTranslation(["technician", "common"]);
  const known = useMaterials();
  const materials = [...known].sort((a, b) => a.name.localeCompare(b.name, i18n.language));
  const [id, setId] = useState(initial?.materialId ?? "");
  const [quantity, setQuantity] = useState<string | number>(initial?.quantity ?? 1);
  const chosen = materials.find((material) => material.id === id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen && Number(quantity) > 0) {
      const { name, unit } = chosen;
      onSave({ kind: "material", materialId: id, name, unit, quantity: Number(quantity) });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("material.title")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <NativeSelect
            label={t("material.which")}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
            data={[
              { value: "", label: t("material.choose") },
              ...materials.map((one) => ({ value: one.id, label: `${one.name} (${one.unit})` })),
            ]}
            required
          />
          <NumberInput
            label={t("material.quantity")}
            suffix={chosen ? ` ${chosen.unit}` : undefined}
            value={quantity}
            onChange={setQuantity}
            min={0}
            decimalScale={3}
            allowNegative={false}
            inputMode="decimal"
            hideControls
            required
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!chosen || !(Number(quantity) > 0)}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
