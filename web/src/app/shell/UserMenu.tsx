import { lazy, Suspense, useState } from "react";
import { UserButton } from "./UserButton";

const UserMenuBox = lazy(() => import("./UserMenuBox"));

/** The menu's code is read when it is first opened. */
export function UserMenu() {
  const [wanted, setWanted] = useState(false);
  const button = <UserButton onClick={() => setWanted(true)} />;
  return wanted ? (
    <Suspense fallback={button}>
      <UserMenuBox />
    </Suspense>
  ) : (
    button
  );
}
