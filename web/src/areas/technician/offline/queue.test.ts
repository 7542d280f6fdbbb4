// The queue against a server that keeps its rules, over a network that fails in every way at random
// (seeded): requests lost, answers lost, refusals that pass, and a phone that dies.
import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../../api/problem";
import { DeviceStore, type Entry, type Job } from "./db";
import {
  discard,
  edit,
  enqueue,
  entriesOf,
  flush,
  keepOnly,
  retry,
  seenWork,
  takeIn,
} from "./queue";
import { type Action, after, type Step, type Work } from "./work";

const person = "ana";
const steps: Step[] = ["travel_started", "arrived", "work_started", "work_completed"];
let db: DeviceStore;
let made = 0;

beforeEach(() => {
  made += 1;
  db = new DeviceStore(`queue-${made}`);
});
afterEach(() => db.delete());

/** Mulberry32: the same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const problem = (status: number, code = "x"): Problem => ({ status, code, title: code });
const activity = (step: Step): Action => ({ kind: "activity", step });
const progress = (comment: string): Action => ({ kind: "progress", comment, minutes: 5 });
const put = (orderId: string, action: Action, key: string, at: number) =>
  enqueue(db, { person, orderId, orderCode: orderId, action }, key, at);
const nameOf = (action: Action) =>
  action.kind === "activity"
    ? action.step
    : action.kind === "progress"
      ? action.comment
      : action.kind;

/** What the server has: by order, each done once by its key. */
class Server {
  readonly done = new Map<string, { name: string; at: string }[]>();
  private readonly keys = new Set<string>();
  readonly work = new Map<string, Work>();

  take({ orderId, action, at, key }: Entry): Problem | null {
    if (this.keys.has(key)) {
      return null;
    }
    const work = this.work.get(orderId) ?? "assigned";
    const wanted = { assigned: 0, en_route: 1, on_site: 2, working: 3 } as Partial<
      Record<Work, number>
    >;
    if (action.kind === "activity" && steps[wanted[work] ?? -1] !== action.step) {
      return problem(409, "not_allowed");
    }
    this.keys.add(key);
    this.work.set(orderId, after(work, action));
    this.done.set(orderId, [...(this.done.get(orderId) ?? []), { name: nameOf(action), at }]);
    return null;
  }
}

class Died extends Error {}

describe("the queue", () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "loses nothing, doubles nothing and keeps the order of each job: seed %i",
    async (seed) => {
      const random = numbers(seed);
      const server = new Server();
      const intended = new Map<string, { name: string; at: string }[]>();
      let now = 1_000_000;
      let serial = 0;
      const send = async (entry: Entry): Promise<Problem | null> => {
        const luck = random();
        if (luck < 0.15) {
          return problem(0); // the request is lost
        }
        if (luck < 0.22) {
          return problem(503);
        }
        if (luck < 0.28) {
          throw new Died(); // before it is sent
        }
        const answer = server.take(entry);
        if (luck < 0.4) {
          return problem(0); // the answer is lost
        }
        if (luck < 0.46) {
          throw new Died(); // after it is done
        }
        return answer;
      };
      const run = async () => {
        try {
          await flush(db, person, send, () => now);
        } catch (error) {
          expect(error).toBeInstanceOf(Died);
          // Only what is in the store comes back to life.
          db.close();
          db = new DeviceStore(db.name);
        }
      };
      const plans = ["a", "b", "c"].map((orderId) => ({
        orderId,
        actions: steps.flatMap((step) => [activity(step), progress(`${orderId} after ${step}`)]),
      }));
      while (plans.some(({ actions }) => actions.length > 0)) {
        const plan = plans[Math.floor(random() * plans.length)];
        const action = plan?.actions.shift();
        if (plan && action) {
          serial += 1;
          now += 1 + Math.floor(random() * 5000);
          await put(plan.orderId, action, `key-${serial}`, now);
          const told = { name: nameOf(action), at: new Date(now).toISOString() };
          intended.set(plan.orderId, [...(intended.get(plan.orderId) ?? []), told]);
        }
        if (random() < 0.4) {
          await run();
        }
      }
      for (let tries = 0; tries < 400 && (await entriesOf(db, person)).length > 0; tries += 1) {
        now += 120_000;
        await run();
      }
      expect(await entriesOf(db, person)).toEqual([]);
      expect(server.done).toEqual(intended);
    },
  );

  it("asks again where one service may be behind another, and then asks the person", async () => {
    await put("a", activity("arrived"), "k", 0);
    let asked = 0;
    let now = 0;
    const send = async () => {
      asked += 1;
      return problem(409);
    };
    for (let next: number | null = 0; next !== null; ) {
      now = next;
      next = await flush(db, person, send, () => now);
    }
    expect(asked).toBe(5);
    expect((await entriesOf(db, person))[0]?.problem?.status).toBe(409);
  });

  it("stops a job at what was refused, and goes on with the others", async () => {
    await put("a", progress("refused"), "1", 0);
    await put("a", progress("behind it"), "2", 0);
    await put("b", progress("elsewhere"), "3", 0);
    const sent: string[] = [];
    const send = async ({ action }: Entry) => {
      sent.push(nameOf(action));
      return nameOf(action) === "refused" ? problem(422) : null;
    };
    expect(await flush(db, person, send, () => 1)).toBeNull();
    expect(sent).toEqual(["refused", "elsewhere"]);
    expect((await entriesOf(db, person)).map(({ key }) => key)).toEqual(["1", "2"]);
  });

  it("goes on after the person tries again, corrects, or lets go", async () => {
    const seq = await put("a", progress("short"), "1", 0);
    await put("a", progress("next"), "2", 0);
    const keys: string[] = [];
    const send = async ({ action, key }: Entry) => {
      keys.push(key);
      return nameOf(action) === "short" ? problem(422) : null;
    };
    await flush(db, person, send, () => 1);
    await retry(db, seq);
    await flush(db, person, send, () => 1);
    await edit(db, seq, progress("short"), "3");
    await flush(db, person, send, () => 1);
    await discard(db, seq);
    await flush(db, person, send, () => 1);
    expect(keys).toEqual(["1", "1", "3", "2"]);
    expect(await entriesOf(db, person)).toEqual([]);
  });

  it("sends nothing of another person's", async () => {
    await put("a", progress("mine"), "1", 0);
    const send = async () => {
      throw new Error("sent");
    };
    expect(await flush(db, "luis", send, () => 1)).toBeNull();
  });

  it("waits as long as the server asks", async () => {
    await put("a", progress("x"), "1", 0);
    const send = async () => ({ ...problem(429), retryAfter: 300 });
    expect(await flush(db, person, send, () => 1000)).toBe(301_000);
  });
});

describe("what the device shows", () => {
  const job = (work: Work): Job => ({
    person,
    orderId: "a",
    work,
    sent: 0,
    story: [],
    readAt: 0,
    order: {} as Job["order"],
  });

  it("is ahead of the server by what waits", async () => {
    await put("a", activity("travel_started"), "1", 0);
    await put("a", activity("arrived"), "2", 0);
    expect(seenWork(job("assigned"), await entriesOf(db, person))).toBe("on_site");
  });

  it("is not set back by an answer that is older than what was sent", async () => {
    await takeIn(db, job("assigned"), 0);
    await put("a", activity("travel_started"), "1", 0);
    await flush(
      db,
      person,
      async () => null,
      () => 1,
    );
    await takeIn(db, job("assigned"), 0); // asked before, answered after
    expect((await db.jobs.get([person, "a"]))?.work).toBe("en_route");
    await takeIn(db, job("paused"), 1);
    expect((await db.jobs.get([person, "a"]))?.work).toBe("paused");
  });

  it("lets a job go that is no longer the person's, but not while something waits for it", async () => {
    await takeIn(db, job("assigned"), 0);
    await takeIn(db, { ...job("assigned"), orderId: "b" }, 0);
    await put("b", progress("x"), "1", 0);
    await keepOnly(db, person, []);
    expect((await db.jobs.toArray()).map(({ orderId }) => orderId)).toEqual(["b"]);
  });
});
