// After an assignment: what was done, with a way back.
import { Button, Group, Text } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { hideToast, showDone, showProblem, showToast } from "../../kit/toasts";
import type { Assignable } from "./AssignDialog";
import { useAssign, useUnassign } from "./assign";

const patience = 12_000;

/** `before`: the order as it was. It goes back to whoever had it, or waits again. */
export function useUndo(): (before: Assignable, technician: string) => void {
  const { t } = useTranslation("operator");
  const { mutateAsync: assign } = useAssign();
  const { mutateAsync: unassign } = useUnassign();
  return useCallback(
    (before, technician) => {
      const back = async () => {
        const { orderId, technicianId, window } = before;
        const reason = t("undo.reason");
        hideToast(`undo-${orderId}`);
        try {
          await (technicianId
            ? assign({ orderId, technicianId, window, reason })
            : unassign({ orderId, reason }));
          showDone(t("undo.done", { code: before.code }));
        } catch (error) {
          if (technicianId) {
            showProblem(error); // unassigning tells of its problems by itself
          }
        }
      };
      showToast({
        id: `undo-${before.orderId}`,
        autoClose: patience,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t("assign.done", { code: before.code, technician })}</Text>
            <Button size="compact-sm" variant="default" flex="none" onClick={() => void back()}>
              {t("undo.do")}
            </Button>
          </Group>
        ),
      });
    },
    [t, assign, unassign],
  );
}
