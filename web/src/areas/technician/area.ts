import { IconCloudUp, IconTool } from "@tabler/icons-react";
import { lazy } from "react";
import type { Area } from "../../app/area";

export const technicianArea: Area = {
  role: "technician",
  home: "/technician",
  nav: [
    { to: "/technician", label: "today", icon: IconTool },
    { to: "/technician/unsent", label: "unsent", icon: IconCloudUp },
  ],
  orderPage: lazy(() => import("./JobPage")),
  badge: lazy(() => import("./UnsentBadge")),
};
