// What the device keeps (IndexedDB): the jobs of the day, to be read without a network, and the queue
// of what the person did and the server has not heard of yet. Nothing of either is in memory only.
// Rows belong to a person: on a shared phone nobody sees, or sends, what another one left.
import Dexie, { type EntityTable, type Table } from "dexie";
import type { Problem } from "../../../api/problem";
import type { ListOf, Order, TimelineEntry } from "../../../api/types";
import type { Action, Work } from "./work";

export interface Job {
  person: string;
  orderId: string;
  order: Order;
  story: TimelineEntry[];
  work: Work;
  /** Counts what was sent for it, so that an answer that is older than that is known as such. */
  sent: number;
  readAt: number;
}

export interface Entry {
  seq: number;
  person: string;
  orderId: string;
  orderCode: string;
  action: Action;
  /** When it happened, by the phone's clock. */
  at: string;
  /** The same for every try, so that the server does it once. */
  key: string;
  tries: number;
  /** Not tried before this moment (milliseconds). */
  due: number;
  /** Why the server refused it: it and what follows it on the order wait for the person. */
  problem?: Problem;
}

export type Material = ListOf<"/api/v1/materials">;

export class DeviceStore extends Dexie {
  jobs!: Table<Job, [string, string]>;
  queue!: EntityTable<Entry, "seq">;
  materials!: Table<Material, string>;

  constructor(name = "microflow-technician") {
    // Written to the disk before it counts as done: a phone that goes off keeps it.
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      jobs: "[person+orderId], person",
      queue: "++seq, person, [person+orderId]",
      materials: "id",
    });
  }
}

export const store = new DeviceStore();
