import { afterEach } from "vitest";

// jsdom has neither locks nor a channel between tabs; tests that need them bring their own.
class SilentChannel {
  onmessage: unknown = null;
  postMessage() {}
  close() {}
}
globalThis.BroadcastChannel ??= SilentChannel as unknown as typeof BroadcastChannel;
Object.defineProperty(navigator, "locks", {
  configurable: true,
  value: {
    request: (_name: string, ...rest: unknown[]) => (rest.at(-1) as () => unknown)(),
  },
});

afterEach(() => localStorage.clear());
