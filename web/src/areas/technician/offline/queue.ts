// The queue of what the person did. Order by order, in the order in which it was done, each with its
// time and its key; an entry leaves the queue in the transaction that notes its effect on the job.
// A phone that dies between the server's answer and that transaction sends the entry again, and the
// server, which knows the key, answers as before.
import type { Problem } from "../../../api/problem";
import type { DeviceStore, Entry, Job } from "./db";
import { type Action, after, type Work } from "./work";

export type Send = (entry: Entry) => Promise<Problem | null>;

const slowest = 60_000;
/** One service may hear of a step a moment after another answered for it: 409 is asked again. */
const patience = 4;

export function backoff(tries: number, random = Math.random()): number {
  return Math.min(slowest, 1000 * 2 ** tries) * (0.75 + random / 2);
}

export type Verdict = "later" | "stop" | "refused";

/** What a refusal means for the queue. `stop`: nothing can be sent now, whatever it is. */
export function verdictOf({ status, code }: Problem, tries: number): Verdict {
  if (status === 0 || status === 401) {
    return "stop";
  }
  if (status === 408 || status === 429 || status >= 500) {
    return "later";
  }
  return status === 409 && tries < patience && code !== "order_not_active" ? "later" : "refused";
}

interface What {
  person: string;
  orderId: string;
  orderCode: string;
  action: Action;
}

export async function enqueue(
  db: DeviceStore,
  what: What,
  key: string,
  now = Date.now(),
): Promise<number> {
  return db.queue.add({ ...what, at: new Date(now).toISOString(), key, tries: 0, due: 0 });
}

export function entriesOf(db: DeviceStore, person: string): Promise<Entry[]> {
  return db.queue.where({ person }).sortBy("seq");
}

/** The first of each order: only that may be sent. */
function heads(entries: Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ orderId }) => !seen.has(orderId) && seen.add(orderId));
}

/**
 * Sends what can be sent. Returns when to look again (milliseconds), or null: then only something
 * new, the network or the person can bring it further. One at a time for each person: the caller
 * holds the lock.
 */
export async function flush(
  db: DeviceStore,
  person: string,
  send: Send,
  clock: () => number = Date.now,
): Promise<number | null> {
  for (;;) {
    const waiting = heads(await entriesOf(db, person)).filter(({ problem }) => !problem);
    const ready = waiting.filter(({ due }) => due <= clock());
    if (ready.length === 0) {
      return waiting.length === 0 ? null : Math.min(...waiting.map(({ due }) => due));
    }
    for (const entry of ready) {
      const problem = await send(entry);
      if (!problem) {
        await settle(db, entry);
      } else if ((await note(db, entry, problem, clock())) === "stop") {
        return clock() + backoff(entry.tries);
      }
    }
  }
}

async function settle(db: DeviceStore, entry: Entry): Promise<void> {
  await db.transaction("rw", db.queue, db.jobs, async () => {
    await db.queue.delete(entry.seq);
    const job = await db.jobs.get([entry.person, entry.orderId]);
    if (job) {
      await db.jobs.put({ ...job, work: after(job.work, entry.action), sent: job.sent + 1 });
    }
  });
}

async function note(
  db: DeviceStore,
  entry: Entry,
  problem: Problem,
  now: number,
): Promise<Verdict> {
  const verdict = verdictOf(problem, entry.tries);
  const wait = Math.max(backoff(entry.tries), (problem.retryAfter ?? 0) * 1000);
  await db.queue.update(
    entry.seq,
    verdict === "refused" ? { problem } : { tries: entry.tries + 1, due: now + wait },
  );
  return verdict;
}

/** The network is back: what waited for its next try need not wait any more. */
export async function hurry(db: DeviceStore, person: string): Promise<void> {
  await db.queue.where({ person }).modify({ due: 0 });
}

/** The person says: once more, as it is. */
export async function retry(db: DeviceStore, seq: number): Promise<void> {
  await db.queue.update(seq, { problem: undefined, tries: 0, due: 0 });
}

/** The person says: something else instead. A refused entry did nothing, so it gets a new key. */
export async function edit(
  db: DeviceStore,
  seq: number,
  action: Action,
  key: string,
): Promise<void> {
  await db.queue.update(seq, { action, key, problem: undefined, tries: 0, due: 0 });
}

/** The person says: never mind. */
export async function discard(db: DeviceStore, seq: number): Promise<void> {
  await db.queue.delete(seq);
}

/** Where the work stands for the person: what the server said, and what it will hear. */
export function seenWork(job: Pick<Job, "work">, entries: Entry[]): Work {
  return entries.reduce((work, { action }) => after(work, action), job.work);
}

/**
 * Takes in what the server says of a job. `sent` is what the job's count was before it was asked: an
 * answer that is older than something sent meanwhile does not say where the work stands.
 */
export async function takeIn(db: DeviceStore, fresh: Job, sent: number): Promise<void> {
  await db.transaction("rw", db.jobs, async () => {
    const known = await db.jobs.get([fresh.person, fresh.orderId]);
    const newer = known && known.sent !== sent;
    await db.jobs.put({
      ...fresh,
      work: newer ? known.work : fresh.work,
      sent: known?.sent ?? 0,
    });
  });
}

/** Jobs that are no longer the person's leave the device, but not while something of theirs waits. */
export async function keepOnly(db: DeviceStore, person: string, orderIds: string[]): Promise<void> {
  await db.transaction("rw", db.jobs, db.queue, async () => {
    const waiting = (await entriesOf(db, person)).map(({ orderId }) => orderId);
    const kept = new Set([...orderIds, ...waiting]);
    await db.jobs
      .where({ person })
      .filter(({ orderId }) => !kept.has(orderId))
      .delete();
  });
}

/** All that the device keeps for a person. */
export async function forget(db: DeviceStore, person: string): Promise<void> {
  await db.transaction("rw", db.jobs, db.queue, async () => {
    await db.jobs.where({ person }).delete();
    await db.queue.where({ person }).delete();
  });
}
