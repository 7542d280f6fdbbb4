import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";

const root = createRoute({
  getParentRoute: () => shellRoute,
  path: "technician",
  beforeLoad: only("technician"),
});

const today = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./Today"), "Today"),
});

const job = createRoute({
  getParentRoute: () => root,
  path: "jobs/$orderId",
  component: lazyRouteComponent(() => import("./JobPage"), "JobPage"),
});

const unsent = createRoute({
  getParentRoute: () => root,
  path: "unsent",
  component: lazyRouteComponent(() => import("./UnsentPage"), "UnsentPage"),
});

export const technicianRoutes = root.addChildren([today, job, unsent]);
