import { IconTool } from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const technicianArea: Area = {
  role: "technician",
  home: "/technician",
  nav: [{ to: "/technician", label: "today", icon: IconTool }],
};
