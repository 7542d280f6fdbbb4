import { getRouteApi } from "@tanstack/react-router";
import { OrderPage } from "../order/OrderPage";
import { usePerson } from "../session/useSession";
import { areasOf } from "./areas";

const route = getRouteApi("/shell/orders/$orderId");

/** /orders/{id}: as the person's role shows an order, or else as everyone's. */
export function OrderRoute() {
  const { orderId } = route.useParams();
  const { roles } = usePerson();
  const Shown = areasOf(roles).find((area) => area.orderPage)?.orderPage ?? OrderPage;
  return <Shown key={orderId} orderId={orderId} />;
}
