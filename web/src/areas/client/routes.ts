import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";

const root = createRoute({
  getParentRoute: () => shellRoute,
  path: "client",
  beforeLoad: only("client"),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./Home"), "Home"),
});

const ask = createRoute({
  getParentRoute: () => root,
  path: "new",
  component: lazyRouteComponent(() => import("./AskForWork"), "AskForWork"),
});

export const clientRoutes = root.addChildren([home, ask]);
