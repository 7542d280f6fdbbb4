// What an area tells the shell about itself: whose it is, and where its navigation leads.
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Role } from "../api/types";
import type { Permission } from "../session/useSession";

export interface NavItem {
  to: string;
  /** A key of the catalogue `shell`, under `nav`. */
  label: NavLabel;
  icon: Icon;
  /** Shown only to those who hold it. */
  needs?: Permission;
}

export type NavLabel = keyof typeof import("../locales/es/shell.json")["nav"];

export interface Area {
  role: Role;
  /** Where someone of the role begins. */
  home: string;
  nav: NavItem[];
  /** Shown in the header of every screen of those who have the role. */
  badge?: ComponentType;
  /** How the role sees an order at /orders/{id}; lazy. Without it: order/OrderPage as it is. */
  orderPage?: ComponentType<{ orderId: string }>;
}
