import { useState } from "react";

/** True from the first time that `now` is: for code that is read when it is first wanted. */
export function useOnce(now: boolean): boolean {
  const [was, setWas] = useState(now);
  if (now && !was) {
    setWas(true);
  }
  return now || was;
}
