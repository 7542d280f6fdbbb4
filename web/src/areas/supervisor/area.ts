import {
  IconAlertTriangle,
  IconChartBar,
  IconClipboardCheck,
  IconClipboardList,
} from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const supervisorArea: Area = {
  role: "supervisor",
  home: "/supervisor",
  nav: [
    { to: "/supervisor", label: "exceptions", icon: IconAlertTriangle },
    { to: "/supervisor/review", label: "review", icon: IconClipboardCheck },
    { to: "/supervisor/figures", label: "figures", icon: IconChartBar },
    { to: "/supervisor/orders", label: "orders", icon: IconClipboardList },
  ],
};
