// What an order says, changed: only of the version that the person saw.
import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, ifVersion } from "../../api/client";
import { keys } from "../../api/keys";
import { fieldProblems } from "../../api/problem";
import type { Order, Priority } from "../../api/types";
import { ProblemAlert } from "../../kit/states";
import { showDone } from "../../kit/toasts";
import { textOf, WindowFields, windowOf } from "./WindowFields";
import { priorities } from "./words";

export function EditOrder({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t } = useTranslation(["operator", "common"]);
  const client = useQueryClient();
  const zone = order.site.timeZone;
  const [title, setTitle] = useState(order.title);
  const [description, setDescription] = useState(order.description);
  const [priority, setPriority] = useState<Priority>(order.priority);
  const [text, setText] = useState(() => textOf(order.window, zone));
  const window = windowOf(text, zone);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      call(
        api.PATCH("/api/v1/orders/{id}", {
          params: { path: { id: order.id } },
          body: {
            title: title.trim(),
            description: description.trim(),
            priority,
            window: window ?? null,
          },
          ...ifVersion(order.version),
        }),
      ),
    onSuccess: async () => {
      showDone(t("edit.done"));
      await Promise.all(
        [keys.order(order.id), keys.orders].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      onClose();
    },
  });
  const wrong = fieldProblems(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (window !== null) {
      save.mutate();
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("edit.title", { code: order.code })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("form.title")}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={wrong.title}
            maxLength={200}
            required
            data-autofocus
          />
          <Textarea
            label={t("form.description")}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            error={wrong.description}
            maxLength={4000}
            autosize
            minRows={3}
            required
          />
          <Select
            label={t("form.priority")}
            data={priorities.map((value) => ({ value, label: t(`common:priority.${value}`) }))}
            value={priority}
            onChange={(value) => setPriority((value ?? priority) as Priority)}
            allowDeselect={false}
          />
          <WindowFields
            value={text}
            onChange={setText}
            error={
              window === null
                ? t("window.incomplete")
                : (wrong["window.from"] ?? wrong["window.to"])
            }
          />
          {save.error ? <ProblemAlert error={save.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={window === null}>
              {t("edit.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
