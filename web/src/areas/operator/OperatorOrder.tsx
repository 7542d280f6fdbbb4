// An order as the operator sees it: everyone's page, with assigning and editing.
import { Button } from "@mantine/core";
import { IconPencil, IconUserCheck } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Order } from "../../api/types";
import { showDone } from "../../kit/toasts";
import { OrderPage } from "../../order/OrderPage";
import { useMay } from "../../session/useSession";

const AssignDialog = lazy(async () => ({ default: (await import("./AssignDialog")).AssignDialog }));
const EditOrder = lazy(async () => ({ default: (await import("./EditOrder")).EditOrder }));

export function OperatorOrder({ orderId }: { orderId: string }) {
  return <OrderPage orderId={orderId} actions={(order) => <Actions order={order} />} />;
}

const assignable = ["open", "assigned"];
const finished = ["closed", "cancelled"];

function Actions({ order }: { order: Order }) {
  const { t } = useTranslation("operator");
  const mayAssign = useMay("order:assign");
  const mayEdit = useMay("order:update");
  const [opened, setOpened] = useState<"assign" | "edit" | null>(null);
  const close = () => setOpened(null);
  return (
    <>
      {mayAssign && assignable.includes(order.status) && (
        <Button
          leftSection={<IconUserCheck size={18} aria-hidden />}
          onClick={() => setOpened("assign")}
        >
          {t(order.technician ? "order.reassign" : "order.assign")}
        </Button>
      )}
      {mayEdit && !finished.includes(order.status) && (
        <Button
          variant="default"
          leftSection={<IconPencil size={18} aria-hidden />}
          onClick={() => setOpened("edit")}
        >
          {t("order.edit")}
        </Button>
      )}
      <Suspense>
        {opened === "assign" && (
          <AssignDialog
            order={{
              orderId: order.id,
              code: order.code,
              title: order.title,
              zone: order.site.timeZone,
              window: order.window,
              technicianId: order.technician?.id,
            }}
            onDone={(technician) => {
              showDone(t("assign.done", { code: order.code, technician }));
              close();
            }}
            onClose={close}
          />
        )}
        {opened === "edit" && <EditOrder order={order} onClose={close} />}
      </Suspense>
    </>
  );
}
