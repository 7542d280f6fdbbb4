// Signs out after 15 minutes in which nobody touched any tab. The last touch is shared through
// localStorage. Without a network nobody is signed out: they could not come back.
import { session } from "./session";

export const idleAfter = 15 * 60_000;
export const warnBefore = 60_000;
const key = "microflow.lastTouch";
const written = 5_000; // one write in so many milliseconds is enough
const touches = ["pointerdown", "keydown", "wheel", "touchstart", "visibilitychange"] as const;

export function lastTouch(): number {
  return Number(localStorage.getItem(key)) || Date.now();
}

export function touch(): void {
  localStorage.setItem(key, String(Date.now()));
}

/** Whether a session of the past was left alone for too long. */
export function leftAlone(now = Date.now()): boolean {
  return now - lastTouch() >= idleAfter;
}

/** Calls `warn` with the seconds that are left, or null. Returns how to stop. */
export function watchIdle(warn: (seconds: number | null) => void): () => void {
  const onTouch = () => {
    if (document.visibilityState === "visible" && Date.now() - lastTouch() > written) {
      touch();
    }
  };
  const look = () => {
    const left = lastTouch() + idleAfter - Date.now();
    if (!navigator.onLine) {
      warn(null);
    } else if (left <= 0) {
      void session.signOut("idle");
    } else {
      warn(left <= warnBefore ? Math.ceil(left / 1000) : null);
    }
  };
  touch();
  const timer = setInterval(look, 1000);
  for (const name of touches) {
    document.addEventListener(name, onTouch, { passive: true, capture: true });
  }
  return () => {
    clearInterval(timer);
    for (const name of touches) {
      document.removeEventListener(name, onTouch, { capture: true });
    }
  };
}
