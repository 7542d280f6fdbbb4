// The one event stream of a browser: whichever tab holds the lock reads it and tells the others. A
// tab that goes gives the lock to the next, which goes on after the last event that it was told of.
import { authorisedFetch } from "../api/client";
import { EventParser, type ServerEvent } from "./sse";

/** What happened on the server: an event of docs/events.md, or a message to the person. */
export interface LiveEvent {
  type: string;
  subject: string;
  time: string;
  data: Record<string, unknown>;
}
export type LiveState = "connecting" | "live" | "offline";
type Told =
  | { kind: "event"; id?: string; event: LiveEvent }
  | { kind: "reset"; id?: string }
  | { kind: "place"; id?: string }
  | { kind: "hello" }
  | { kind: "state"; state: LiveState };

export interface Listener {
  onEvent: (event: LiveEvent) => void;
  /** Something may have been missed: what is shown must be read anew. */
  onReset: () => void;
  onState: (state: LiveState) => void;
}

const silence = 40_000; // the server says something every 15 s
const longestWait = 30_000;

/** The wait before try number `failures`: doubled each time, and never the same for all. */
export function backoff(failures: number, random = Math.random): number {
  return Math.min(longestWait, 500 * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2);
}

/** Listens as `personId` until the returned function is called. */
export function listen(personId: string, listener: Listener): () => void {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(`microflow-live-${personId}`);
  let leads = false;
  let place: string | undefined;
  let state: LiveState = "connecting";

  const take = (told: Told) => {
    if (told.kind === "state") {
      state = told.state;
      listener.onState(state);
    } else if (told.kind !== "hello") {
      place = told.id ?? place;
      if (told.kind === "event") {
        listener.onEvent(told.event);
      } else if (told.kind === "reset") {
        listener.onReset();
      }
    }
  };
  const tell = (told: Told) => {
    if (!stopped.signal.aborted) {
      take(told);
      channel.postMessage(told);
    }
  };
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.kind === "hello" && leads) {
      channel.postMessage({ kind: "state", state } satisfies Told);
      channel.postMessage({ kind: "place", id: place } satisfies Told);
    }
    take(data);
  };
  // Whoever reads the stream tells a tab that opens later where it is.
  channel.postMessage({ kind: "hello" } satisfies Told);

  navigator.locks
    .request(`microflow-live-${personId}`, { signal: stopped.signal }, () => {
      leads = true;
      return lead(stopped.signal, () => place, tell);
    })
    .catch(() => undefined); // given up before it was our turn
  return () => {
    stopped.abort();
    channel.close();
  };
}

async function lead(
  stopped: AbortSignal,
  place: () => string | undefined,
  tell: (told: Told) => void,
): Promise<void> {
  let failures = 0;
  const onEvent = (event: ServerEvent) => {
    failures = 0;
    const told = toldBy(event);
    if (told) {
      tell(told);
    }
  };
  while (!stopped.aborted) {
    tell({ kind: "state", state: failures === 0 ? "connecting" : "offline" });
    try {
      await read(stopped, place(), onEvent, () => tell({ kind: "state", state: "live" }));
    } catch {
      ++failures; // whatever it was, it is tried again
    }
    await pause(backoff(failures), stopped);
  }
}

function toldBy(event: ServerEvent): Told | undefined {
  if (event.event === "reset") {
    return { kind: "reset", id: event.id };
  }
  if (event.data === "" || event.event === "expired") {
    return event.id === undefined ? undefined : { kind: "place", id: event.id };
  }
  return { kind: "event", id: event.id, event: JSON.parse(event.data) as LiveEvent };
}

/** One connection until its end: the server's (the token expired), the network's, or long silence. */
async function read(
  stopped: AbortSignal,
  place: string | undefined,
  onEvent: (event: ServerEvent) => void,
  onOpen: () => void,
): Promise<void> {
  const connection = new AbortController();
  const abort = () => connection.abort();
  stopped.addEventListener("abort", abort);
  let watchdog = setTimeout(abort, silence);
  try {
    const response = await authorisedFetch(
      new Request(new URL("/api/v1/stream", location.origin), {
        headers: { accept: "text/event-stream", ...(place ? { "last-event-id": place } : {}) },
        signal: connection.signal,
      }),
    );
    if (!response.ok || !response.body) {
      throw new Error(`stream: ${response.status}`);
    }
    onOpen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser(onEvent);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(watchdog);
      watchdog = setTimeout(abort, silence);
      parser.feed(value);
    }
  } finally {
    clearTimeout(watchdog);
    stopped.removeEventListener("abort", abort);
    connection.abort();
  }
}

/** Waits, but not longer than until the network is back or nobody listens any more. */
function pause(milliseconds: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      stopped.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    stopped.addEventListener("abort", done);
  });
}
