// The frame of all routes: what is inside of the shell needs somebody who is signed in. Areas hang
// their own routes under shellRoute (areas/README in web/README.md).
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { session } from "../session/session";
import { CrashPage, MissingPage } from "./errors";

export const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: MissingPage,
  errorComponent: CrashPage,
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sign-in",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = search.to;
    // A path of this page only: nobody is led elsewhere by a link.
    return { to: typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined };
  },
  beforeLoad: ({ search }) => {
    if (session.snapshot().phase === "in") {
      throw redirect({ to: search.to ?? "/" });
    }
  },
  component: lazyRouteComponent(() => import("../session/SignIn"), "SignIn"),
});

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: ({ location }) => {
    if (session.snapshot().phase !== "in") {
      throw redirect({ to: "/sign-in", search: { to: location.href } });
    }
  },
  component: lazyRouteComponent(() => import("./shell/Shell"), "Shell"),
});
