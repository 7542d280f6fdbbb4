import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";

const root = createRoute({
  getParentRoute: () => shellRoute,
  path: "administrator",
  beforeLoad: only("administrator"),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./Home"), "Home"),
});

export const administratorRoutes = root.addChildren([home]);
