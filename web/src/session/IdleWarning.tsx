import { lazy, Suspense, useEffect, useState } from "react";
import { touch, watchIdle } from "./idle";

const IdleDialog = lazy(() => import("./IdleDialog"));

/** Nobody touched anything for a while: whoever is there may stay, else the session ends. */
export function IdleWarning() {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => watchIdle(setSeconds), []);
  const stay = () => {
    touch();
    setSeconds(null);
  };
  return <Suspense>{seconds !== null && <IdleDialog seconds={seconds} onStay={stay} />}</Suspense>;
}
