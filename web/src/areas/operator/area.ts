import { IconLayoutDashboard } from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const operatorArea: Area = {
  role: "operator",
  home: "/operator",
  nav: [{ to: "/operator", label: "board", icon: IconLayoutDashboard }],
};
