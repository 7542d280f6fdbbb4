import type { Position } from "./offline/work";

const patience = 3_000;
const fresh = 60_000;

/** Where the phone is, if it may say so and knows it soon; the work does not wait for it. */
export function positionNow(): Promise<Position | undefined> {
  return new Promise((done) => {
    if (!navigator.geolocation) {
      done(undefined);
      return;
    }
    // The browser's own timeout does not run while it asks for the permission.
    setTimeout(() => done(undefined), patience);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ latitude: coords.latitude, longitude: coords.longitude }),
      () => done(undefined),
      { maximumAge: fresh, timeout: patience },
    );
  });
}
