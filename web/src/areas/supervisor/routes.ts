import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";

const root = createRoute({
  getParentRoute: () => shellRoute,
  path: "supervisor",
  beforeLoad: only("supervisor"),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./Home"), "Home"),
});

export const supervisorRoutes = root.addChildren([home]);
