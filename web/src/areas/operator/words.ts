import type { OrderStatus, Priority } from "../../api/types";

export const priorities: Priority[] = ["critical", "high", "medium", "low"];

/** Customers' documents, the most frequent first. */
export const documents = ["CC", "NIT", "CE", "TI", "PAS", "PEP", "PPT"] as const;
export type DocumentType = (typeof documents)[number];

export const unfinished: OrderStatus[] = [
  "open",
  "assigned",
  "in_progress",
  "on_hold",
  "awaiting_approval",
];
