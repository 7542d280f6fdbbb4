import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "./session";

const person = { id: "1", username: "ana", name: "Ana", roles: ["client"] };
const tokens = (accessToken: string, expiresIn = 900) =>
  new Response(JSON.stringify({ accessToken, expiresIn, user: person }));

/** Tabs of one browser: they share locks, a channel and localStorage. */
class Channel {
  static open = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    Channel.open.add(this);
  }
  postMessage(data: unknown) {
    for (const other of Channel.open) {
      if (other !== this) {
        queueMicrotask(() => other.onmessage?.({ data }));
      }
    }
  }
}

let turn: Promise<unknown>;
const asked = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => {
  Channel.open.clear();
  turn = Promise.resolve();
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("fetch", asked);
  vi.spyOn(navigator.locks, "request").mockImplementation(((_name: string, run: () => unknown) => {
    turn = turn.then(run, run);
    return turn;
  }) as never);
  asked.mockReset();
});
afterEach(() => void vi.unstubAllGlobals());

async function signedIn(): Promise<Session> {
  const session = new Session();
  asked.mockResolvedValueOnce(tokens("first"));
  await session.signIn("ana", "secret");
  return session;
}

describe("a session", () => {
  it("keeps no token where a script of tomorrow could find it", async () => {
    await signedIn();
    const kept = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage });
    expect(kept).toContain("Ana");
    expect(kept).not.toContain("first");
    expect(asked.mock.calls[0]?.[1].body).toContain('"session":"cookie"');
  });

  it("asks the server nothing at the start where nobody was signed in", async () => {
    const session = new Session();
    await session.resume();
    expect(session.snapshot()).toEqual({ phase: "out" });
    expect(asked).not.toHaveBeenCalled();
  });

  it("refreshes once for all tabs whose token ends at the same time", async () => {
    const first = await signedIn();
    const second = new Session();
    asked.mockImplementation(async () => tokens("second"));
    const [one, other] = await Promise.all([first.renew("first"), second.renew(undefined)]);
    expect(one).toBe("second");
    expect(other).toBe("second");
    expect(asked).toHaveBeenCalledTimes(2); // the sign-in and one refresh
  });

  it("ends in every tab when it ends in one", async () => {
    const first = await signedIn();
    const second = new Session();
    asked.mockImplementation(async () => new Response(null, { status: 204 }));
    await first.signOut("idle");
    expect(second.snapshot()).toEqual({ phase: "out", reason: "idle" });
    expect(localStorage.length).toBe(0);
  });

  it("ends when the server does not know it any more", async () => {
    const session = await signedIn();
    asked.mockResolvedValueOnce(new Response("{}", { status: 401 }));
    expect(await session.renew("first")).toBeUndefined();
    expect(session.snapshot()).toEqual({ phase: "out", reason: "ended" });
  });

  it("survives the loss of the network, also over a start of the page", async () => {
    const before = await signedIn();
    asked.mockRejectedValue(new TypeError("no network"));
    expect(await before.renew("first")).toBeUndefined();
    expect(before.snapshot().phase).toBe("in");
    const after = new Session();
    await after.resume();
    expect(after.snapshot()).toEqual({ phase: "in", person });
  });
});
