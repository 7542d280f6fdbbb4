import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";
import { readBehind } from "./behind";

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

const review = createRoute({
  getParentRoute: () => root,
  path: "review",
  component: lazyRouteComponent(() => import("./Review"), "Review"),
});

const figures = createRoute({
  getParentRoute: () => root,
  path: "figures",
  component: lazyRouteComponent(() => import("./Figures"), "Figures"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "orders",
  validateSearch: readBehind,
  component: lazyRouteComponent(() => import("./Orders"), "Orders"),
});

export const supervisorRoutes = root.addChildren([home, review, figures, orders]);
