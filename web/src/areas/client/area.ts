import { IconHome2 } from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const clientArea: Area = {
  role: "client",
  home: "/client",
  nav: [{ to: "/client", label: "requests", icon: IconHome2 }],
};
