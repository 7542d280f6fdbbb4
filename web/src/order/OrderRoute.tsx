import { getRouteApi } from "@tanstack/react-router";
import { OrderPage } from "./OrderPage";

const route = getRouteApi("/shell/orders/$orderId");

/** /orders/{id}: the page that every role shares. */
export function OrderRoute() {
  const { orderId } = route.useParams();
  return <OrderPage key={orderId} orderId={orderId} />;
}
