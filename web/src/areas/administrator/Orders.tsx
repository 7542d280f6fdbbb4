import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { OrderTable } from "../../order/OrderTable";

export function Orders() {
  const { t } = useTranslation("administrator");
  return (
    <Page title={t("orders.title")} subtitle={t("orders.help")} wide>
      <OrderTable />
    </Page>
  );
}
