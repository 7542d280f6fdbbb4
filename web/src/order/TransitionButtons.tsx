// What the reader may do with the order next: the server says what is allowed (allowedTransitions),
// this table says how it is asked for. Assigning, and the steps of the work, have screens of their own.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order, Transition } from "../api/types";
import { ReasonDialog } from "../kit/ReasonDialog";
import { showDone } from "../kit/toasts";
import { useTransition } from "./queries";

export type Asked = Extract<
  Transition,
  | "approve"
  | "reject"
  | "close"
  | "reopen"
  | "hold"
  | "request_approval"
  | "unassign"
  | "cannot_complete"
  | "cancel"
>;

const asked: Record<Asked, { look: "filled" | "default" | "danger"; reasonOptional?: true }> = {
  approve: { look: "filled" },
  close: { look: "filled", reasonOptional: true },
  reject: { look: "default" },
  reopen: { look: "default" },
  hold: { look: "default" },
  request_approval: { look: "default" },
  unassign: { look: "default" },
  cannot_complete: { look: "default" },
  cancel: { look: "danger" },
};

function isAsked(transition: Transition): transition is Asked {
  return transition in asked;
}

export function TransitionButtons({ order, skip = [] }: { order: Order; skip?: Transition[] }) {
  const { t } = useTranslation("order");
  const [chosen, setChosen] = useState<Asked | null>(null);
  const transition = useTransition(order.id);
  const close = () => {
    setChosen(null);
    transition.reset();
  };
  const confirm = (reason: string) => {
    if (chosen) {
      transition.mutate(
        { transition: chosen, reason: reason || undefined },
        {
          onSuccess: () => {
            showDone(t(`transition.${chosen}.done`));
            close();
          },
        },
      );
    }
  };
  const allowed = order.allowedTransitions.filter(isAsked).filter((name) => !skip.includes(name));
  const inOrder = (Object.keys(asked) as Asked[]).filter((name) => allowed.includes(name));
  return (
    <>
      {inOrder.map((name) => (
        <Button
          key={name}
          variant={asked[name].look === "filled" ? "filled" : "default"}
          c={asked[name].look === "danger" ? "var(--mantine-color-error)" : undefined}
          onClick={() => setChosen(name)}
        >
          {t(`transition.${name}.do`)}
        </Button>
      ))}
      <ReasonDialog
        key={chosen}
        opened={chosen !== null}
        title={chosen ? t(`transition.${chosen}.do`) : ""}
        help={chosen ? t(`transition.${chosen}.help`) : undefined}
        confirm={chosen ? t(`transition.${chosen}.do`) : ""}
        shortest={chosen && asked[chosen].reasonOptional ? 0 : 1}
        danger={chosen === "cancel"}
        busy={transition.isPending}
        error={transition.error}
        onConfirm={confirm}
        onClose={close}
      />
    </>
  );
}
