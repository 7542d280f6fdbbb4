// An order as its customer sees it: the journey first, and their word when the work is done.
import { OrderPage } from "../../order/OrderPage";
import { isRated } from "../../order/RatingPanel";
import { JourneyPanel } from "./JourneyPanel";
import { Verdict } from "./Verdict";

export function ClientOrder({ orderId }: { orderId: string }) {
  return (
    <OrderPage
      orderId={orderId}
      withoutRating
      aside={(order) => (
        <>
          {isRated(order) && <Verdict order={order} />}
          <JourneyPanel order={order} />
        </>
      )}
    />
  );
}
