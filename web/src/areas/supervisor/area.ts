import { IconAlertTriangle } from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const supervisorArea: Area = {
  role: "supervisor",
  home: "/supervisor",
  nav: [{ to: "/supervisor", label: "exceptions", icon: IconAlertTriangle }],
};
