import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { only } from "../../app/guards";
import { shellRoute } from "../../app/roots";

const root = createRoute({
  getParentRoute: () => shellRoute,
  path: "operator",
  beforeLoad: only("operator"),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./board/Board"), "Board"),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "orders",
  component: lazyRouteComponent(() => import("./Orders"), "Orders"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "new",
  component: lazyRouteComponent(() => import("./Register"), "Register"),
});

const technicians = createRoute({
  getParentRoute: () => root,
  path: "technicians",
  component: lazyRouteComponent(() => import("./Technicians"), "Technicians"),
});

const importing = createRoute({
  getParentRoute: () => root,
  path: "import",
  component: lazyRouteComponent(() => import("./ImportOrders"), "ImportOrders"),
});

export const operatorRoutes = root.addChildren([home, orders, register, technicians, importing]);
