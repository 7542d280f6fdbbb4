// The orders of the supervisor's zones; from a figure, those that it counts.
import { Button } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { OrderTable } from "../../order/OrderTable";
import { filterOf } from "./behind";

const route = getRouteApi("/shell/supervisor/orders");

export function Orders() {
  const { t } = useTranslation("supervisor");
  const behind = route.useSearch();
  const narrowed = Object.keys(behind).length > 0;
  return (
    <Page
      title={t("orders.title")}
      subtitle={t(narrowed ? "orders.behind" : "orders.help")}
      wide
      actions={
        narrowed && (
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/supervisor/orders" search={{}} {...props} />}
          >
            {t("orders.all")}
          </Button>
        )
      }
    >
      <OrderTable key={JSON.stringify(behind)} filter={filterOf(behind)} />
    </Page>
  );
}
