import { IconUsers } from "@tabler/icons-react";
import type { Area } from "../../app/area";

export const administratorArea: Area = {
  role: "administrator",
  home: "/administrator",
  nav: [{ to: "/administrator", label: "people", icon: IconUsers }],
};
