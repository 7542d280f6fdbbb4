// Who is signed in. The access token lives in this module's memory and nowhere else; the refresh
// token lives in a cookie that no script can read. Tabs of one browser share the session: they take
// turns to refresh (a refresh token is good once) and tell each other the outcome.
import type { Role } from "../api/types";

export interface Person {
  id: string;
  username: string;
  name: string;
  roles: Role[];
}

/** `starting`: not known yet. `in` without a token: the network is away, and the person was signed in. */
export type SessionState =
  | { phase: "starting" }
  | { phase: "out"; reason?: SignOutReason }
  | { phase: "in"; person: Person };
export type SignOutReason = "idle" | "ended" | "chosen";

interface Tokens {
  accessToken: string;
  expiresIn: number;
  user: Person;
}
type Message =
  | { kind: "in"; token: string; expires: number; person: Person }
  | { kind: "out"; reason: SignOutReason };

const leeway = 30_000; // a token that ends within it is renewed first
const personKey = "microflow.person"; // name and roles, so that the page opens without a network
const header = { "X-Microflow-Session": "1" };

export class SignInError extends Error {
  readonly response: Response;
  readonly body: unknown;
  constructor(response: Response, body: unknown) {
    super("Not signed in");
    this.response = response;
    this.body = body;
  }
}

export class Session {
  private state: SessionState = { phase: "starting" };
  private accessToken: string | undefined;
  private expires = 0;
  private readonly listeners = new Set<() => void>();
  private readonly channel = new BroadcastChannel("microflow-session");
  private renewing: Promise<string | undefined> | undefined;

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === "in") {
        this.enter(data.token, data.expires, data.person);
      } else {
        this.leave(data.reason);
      }
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  snapshot = (): SessionState => this.state;

  /** Whether somebody was signed in here the last time. */
  get wasIn(): boolean {
    return localStorage.getItem(personKey) !== null;
  }

  /** At the start of the page: goes on with the browser's session, if it has one. */
  async resume(): Promise<void> {
    if (this.state.phase === "starting") {
      await this.renew(undefined);
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    const response = await fetch("/api/v1/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json", ...header },
      body: JSON.stringify({ username, password, session: "cookie" }),
    });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) {
      throw new SignInError(response, body);
    }
    this.share(body as Tokens);
  }

  async signOut(reason: SignOutReason = "chosen"): Promise<void> {
    const token = await this.token();
    this.leave(reason);
    this.tell({ kind: "out", reason });
    if (token) {
      await fetch("/api/v1/auth/logout", {
        method: "POST",
        headers: { ...header, authorization: `Bearer ${token}` },
      }).catch(() => undefined);
    }
  }

  /** A token that is still good for a while; nothing where nobody is signed in, or no network is there. */
  async token(): Promise<string | undefined> {
    if (this.accessToken && this.expires - Date.now() > leeway) {
      return this.accessToken;
    }
    return this.state.phase === "out" ? undefined : this.renew(this.accessToken);
  }

  /** Another token than `old`, which was refused or ends soon. */
  async renew(old: string | undefined): Promise<string | undefined> {
    this.renewing ??= this.renewInTurn(old).finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renewInTurn(old: string | undefined): Promise<string | undefined> {
    return navigator.locks.request("microflow-session", async () => {
      // Another tab may have been first; it has told us by now or does so within a moment.
      await new Promise((resolve) => setTimeout(resolve));
      if (this.accessToken && this.accessToken !== old) {
        return this.accessToken;
      }
      // Nobody was here: there is no cookie that it would be worth asking about.
      if (!this.wasIn) {
        this.leave();
        return undefined;
      }
      const response = await fetch("/api/v1/auth/refresh", {
        method: "POST",
        headers: header,
      }).catch(() => undefined);
      if (response?.ok) {
        this.share((await response.json()) as Tokens);
        return this.accessToken;
      }
      if (response && (response.status === 401 || response.status === 422)) {
        const reason = this.state.phase === "in" ? "ended" : undefined;
        this.leave(reason);
        return undefined;
      }
      this.remember();
      return undefined;
    });
  }

  /** Without a network: whoever was here last, so that what is on the device can be read. */
  private remember(): void {
    if (this.state.phase !== "starting") {
      return;
    }
    const stored = localStorage.getItem(personKey) ?? "";
    this.become({ phase: "in", person: JSON.parse(stored) as Person });
  }

  private share(tokens: Tokens): void {
    const expires = Date.now() + tokens.expiresIn * 1000;
    this.enter(tokens.accessToken, expires, tokens.user);
    this.tell({ kind: "in", token: tokens.accessToken, expires, person: tokens.user });
  }

  private enter(token: string, expires: number, person: Person): void {
    this.accessToken = token;
    this.expires = expires;
    localStorage.setItem(personKey, JSON.stringify(person));
    const before = this.state;
    if (before.phase !== "in" || JSON.stringify(before.person) !== JSON.stringify(person)) {
      this.become({ phase: "in", person });
    }
  }

  private leave(reason?: SignOutReason): void {
    this.accessToken = undefined;
    localStorage.removeItem(personKey);
    this.become({ phase: "out", reason });
  }

  private tell(message: Message): void {
    this.channel.postMessage(message);
  }

  private become(state: SessionState): void {
    this.state = state;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

export const session = new Session();
