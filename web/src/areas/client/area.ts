import { IconHome2, IconPlus } from "@tabler/icons-react";
import { lazy } from "react";
import type { Area } from "../../app/area";

export const clientArea: Area = {
  role: "client",
  home: "/client",
  orderPage: lazy(async () => ({ default: (await import("./ClientOrder")).ClientOrder })),
  nav: [
    { to: "/client", label: "requests", icon: IconHome2 },
    { to: "/client/new", label: "newRequest", icon: IconPlus },
  ],
};
