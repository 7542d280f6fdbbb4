// An order as its customer sees it: the journey first.
import { OrderPage } from "../../order/OrderPage";
import { JourneyPanel } from "./JourneyPanel";

export function ClientOrder({ orderId }: { orderId: string }) {
  return <OrderPage orderId={orderId} aside={(order) => <JourneyPanel order={order} />} />;
}
