// Which orders stand behind a figure: the address of the list says it, so that it can be shared.
import type { OrderFilter, OrderStatus } from "../../api/types";

export interface Behind {
  status?: OrderStatus;
  typeId?: string;
  zoneId?: string;
  technicianId?: string;
  priority?: "low" | "medium" | "high" | "critical";
  from?: string;
  to?: string;
}

const names = ["status", "typeId", "zoneId", "technicianId", "priority", "from", "to"] as const;

/** Takes what is text; the server judges what it says. */
export function readBehind(search: Record<string, unknown>): Behind {
  return Object.fromEntries(
    names.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name]]] : [])),
  );
}

export function filterOf(behind: Behind): OrderFilter {
  return {
    status: behind.status && [behind.status],
    typeId: behind.typeId ? [behind.typeId] : undefined,
    zoneId: behind.zoneId,
    technicianId: behind.technicianId,
    priority: behind.priority && [behind.priority],
    createdFrom: behind.from,
    createdTo: behind.to,
  };
}
