import {
  IconActivity,
  IconBellCog,
  IconBook2,
  IconClipboardList,
  IconHistory,
  IconMailX,
  IconTool,
  IconUsers,
} from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const administratorArea: Area = {
  role: "administrator",
  home: "/administrator",
  nav: [
    { to: "/administrator", label: "people", icon: IconUsers },
    { to: "/administrator/technicians", label: "technicians", icon: IconTool },
    { to: "/administrator/catalogues", label: "catalogues", icon: IconBook2 },
    { to: "/administrator/alert-rules", label: "alertRules", icon: IconBellCog },
    { to: "/administrator/orders", label: "orders", icon: IconClipboardList },
    { to: "/administrator/audit", label: "audit", icon: IconHistory },
    { to: "/administrator/dead-letters", label: "deadLetters", icon: IconMailX },
    { to: "/administrator/health", label: "health", icon: IconActivity },
  ],
};
