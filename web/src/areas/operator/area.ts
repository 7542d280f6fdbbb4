import {
  IconClipboardList,
  IconFileImport,
  IconLayoutDashboard,
  IconPlus,
  IconUsers,
} from "@tabler/icons-react";
import { lazy } from "react";
import type { Area } from "../../app/area";

export const operatorArea: Area = {
  role: "operator",
  home: "/operator",
  orderPage: lazy(async () => ({ default: (await import("./OperatorOrder")).OperatorOrder })),
  nav: [
    { to: "/operator", label: "board", icon: IconLayoutDashboard },
    { to: "/operator/orders", label: "orders", icon: IconClipboardList },
    { to: "/operator/new", label: "newOrder", icon: IconPlus, needs: "order:create" },
    { to: "/operator/technicians", label: "technicians", icon: IconUsers },
    { to: "/operator/import", label: "importOrders", icon: IconFileImport, needs: "order:import" },
  ],
};
