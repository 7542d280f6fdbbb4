// Runs the queue and keeps the day fresh, as long as the page lives and a technician is signed in.
// Tabs take turns by a lock, so that an entry is never under way twice.
import { api, call, newKey } from "../../../api/client";
import { readAll } from "../../../api/paging";
import type { LiveEvent } from "../../../live/stream";
import { session } from "../../../session/session";
import { store } from "./db";
import { enqueue, flush, forget, hurry, keepOnly, takeIn } from "./queue";
import { send } from "./send";
import { type Action, workOf } from "./work";

const active = ["assigned", "in_progress", "on_hold", "awaiting_approval"] as const;
const gather = 1500; // milliseconds: several events are one reading

let timer: ReturnType<typeof setTimeout> | undefined;
let reading: ReturnType<typeof setTimeout> | undefined;

function person(): string | undefined {
  const state = session.snapshot();
  return state.phase === "in" ? state.person.id : undefined;
}

/** Puts what the person did on the device; from then on it is safe. */
export async function act(
  order: { id: string; code: string },
  action: Action,
  at = Date.now(),
): Promise<void> {
  const who = person();
  if (!who) {
    throw new Error("Nobody is signed in");
  }
  const what = { person: who, orderId: order.id, orderCode: order.code, action };
  await enqueue(store, what, newKey(), at);
  wake();
}

/** Sends what can be sent, now and when the next try is due. */
export function wake(): void {
  clearTimeout(timer);
  const who = person();
  if (!who) {
    return;
  }
  void navigator.locks.request(`microflow-queue-${who}`, async () => {
    const next = await flush(store, who, sendAs(who));
    clearTimeout(timer);
    if (next !== null) {
      timer = setTimeout(wake, Math.max(0, next - Date.now()));
    }
  });
}

/** Nothing of one person's is sent as another, who may have signed in meanwhile. */
function sendAs(who: string): typeof send {
  return async (entry) => {
    if (person() !== who) {
      return { status: 401, code: "signed_out", title: "Signed out" };
    }
    const problem = await send(entry);
    if (!problem) {
      readSoon();
    }
    return problem;
  };
}

/** Reads the day anew, once for a burst of reasons. */
export function readSoon(): void {
  clearTimeout(reading);
  reading = setTimeout(() => void readDay().catch(() => undefined), gather);
}

/** Reads the person's jobs onto the device. What fails leaves what is there. */
export async function readDay(): Promise<void> {
  const who = person();
  if (!who) {
    return;
  }
  const rows = await readAll((cursor) =>
    call(
      api.GET("/api/v1/orders", {
        params: {
          query: { status: [...active], technicianId: who, sort: "due", limit: 100, cursor },
        },
      }),
    ),
  );
  for (const row of rows) {
    await readJob(who, row.id);
  }
  await keepOnly(
    store,
    who,
    rows.map(({ id }) => id),
  );
  const materials = await readAll((cursor) =>
    call(api.GET("/api/v1/materials", { params: { query: { active: true, limit: 100, cursor } } })),
  );
  await store.transaction("rw", store.materials, async () => {
    await store.materials.clear();
    await store.materials.bulkPut(materials);
  });
}

async function readJob(who: string, id: string): Promise<void> {
  const sent = (await store.jobs.get([who, id]))?.sent ?? 0;
  const path = { id };
  const [order, story] = await Promise.all([
    call(api.GET("/api/v1/orders/{id}", { params: { path } })),
    readAll((cursor) =>
      call(
        api.GET("/api/v1/orders/{id}/timeline", {
          params: { path, query: { limit: 100, cursor } },
        }),
      ),
    ),
  ]);
  const job = { person: who, orderId: id, order, story, work: workOf(story), sent: 0 };
  await takeIn(store, { ...job, readAt: Date.now() }, sent);
}

/** What an event means for the device. */
export function heard(event: LiveEvent): void {
  if (/^(order|assignment|tracking|material)\./.test(event.type)) {
    readSoon();
  }
}

let started = false;

export function start(): void {
  readSoon();
  wake();
  if (started) {
    return;
  }
  started = true;
  const again = () => {
    const who = person();
    if (who && document.visibilityState === "visible") {
      void hurry(store, who).then(wake);
      readSoon();
    }
  };
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  // Asks that the browser does not clear the store when the phone is short of space.
  void navigator.storage?.persist?.();
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    void navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  }
  let last = person();
  session.subscribe(() => {
    const state = session.snapshot();
    if (state.phase === "out" && last) {
      // Whoever chose to go was told what is lost; otherwise what is not sent waits for its owner.
      void (state.reason === "chosen" ? forget(store, last) : keepOnly(store, last, []));
    }
    last = person();
  });
}

export function unsent(): Promise<number> {
  const who = person();
  return who ? store.queue.where({ person: who }).count() : Promise.resolve(0);
}
