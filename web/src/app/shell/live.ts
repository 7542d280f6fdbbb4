// The live stream, as long as somebody is in the shell; and what state it is in.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { invalidator } from "../../live/invalidate";
import { type LiveEvent, type LiveState, listen } from "../../live/stream";
import { usePerson } from "../../session/useSession";

let state: LiveState = "connecting";
const watchers = new Set<() => void>();
const listeners = new Set<(event: LiveEvent) => void>();

function become(next: LiveState): void {
  state = next;
  for (const watch of watchers) {
    watch();
  }
}

export function useLive(): void {
  const { id } = usePerson();
  const client = useQueryClient();
  useEffect(() => {
    const invalidate = invalidator(client);
    let lost = false;
    return listen(id, {
      onEvent: (event) => {
        invalidate(event);
        for (const listener of listeners) {
          listener(event);
        }
      },
      onReset: () => void client.invalidateQueries(),
      onState: (next) => {
        // Without a place to go on from, something may have happened in between.
        if (next === "live" && lost) {
          void client.invalidateQueries();
        }
        lost = next === "offline";
        become(next);
      },
    });
  }, [id, client]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch);
      return () => watchers.delete(watch);
    },
    () => state,
  );
}

/** For a screen that wants the events themselves (positions on a map), beyond its queries. */
export function useLiveEvents(onEvent: (event: LiveEvent) => void): void {
  useEffect(() => {
    listeners.add(onEvent);
    return () => void listeners.delete(onEvent);
  }, [onEvent]);
}
