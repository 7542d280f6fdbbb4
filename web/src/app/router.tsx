import { createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { administratorRoutes } from "../areas/administrator/routes";
import { clientRoutes } from "../areas/client/routes";
import { operatorRoutes } from "../areas/operator/routes";
import { supervisorRoutes } from "../areas/supervisor/routes";
import { technicianRoutes } from "../areas/technician/routes";
import { session } from "../session/session";
import { areasOf } from "./areas";
import { MissingPage } from "./errors";
import { rootRoute, shellRoute, signInRoute } from "./roots";

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/",
  beforeLoad: () => {
    const state = session.snapshot();
    const first = state.phase === "in" ? areasOf(state.person.roles)[0] : undefined;
    throw redirect({ to: first?.home ?? "/profile" });
  },
});

const orderRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "orders/$orderId",
  component: lazyRouteComponent(() => import("./OrderRoute"), "OrderRoute"),
});

const customerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "customers/$customerId",
  component: lazyRouteComponent(() => import("../customer/CustomerPage"), "CustomerPage"),
});

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "profile",
  component: lazyRouteComponent(() => import("../session/Profile"), "Profile"),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    startRoute,
    orderRoute,
    customerRoute,
    profileRoute,
    clientRoutes,
    operatorRoutes,
    technicianRoutes,
    supervisorRoutes,
    administratorRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultNotFoundComponent: MissingPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
