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
  component: lazyRouteComponent(() => import("./People"), "People"),
});

const technicians = createRoute({
  getParentRoute: () => root,
  path: "technicians",
  component: lazyRouteComponent(() => import("./Technicians"), "Technicians"),
});

const catalogues = createRoute({
  getParentRoute: () => root,
  path: "catalogues",
  component: lazyRouteComponent(() => import("./Catalogues"), "Catalogues"),
});

const alertRules = createRoute({
  getParentRoute: () => root,
  path: "alert-rules",
  component: lazyRouteComponent(() => import("./AlertRules"), "AlertRules"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "orders",
  component: lazyRouteComponent(() => import("./Orders"), "Orders"),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "audit",
  component: lazyRouteComponent(() => import("./Audit"), "Audit"),
});

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: "dead-letters",
  component: lazyRouteComponent(() => import("./DeadLetters"), "DeadLetters"),
});

const health = createRoute({
  getParentRoute: () => root,
  path: "health",
  component: lazyRouteComponent(() => import("./Health"), "Health"),
});

export const administratorRoutes = root.addChildren([
  home,
  technicians,
  catalogues,
  alertRules,
  orders,
  audit,
  deadLetters,
  health,
]);
