import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { OrderTable } from "../../order/OrderTable";

export function Home() {
  const { t } = useTranslation("operator");
  return (
    <Page title={t("title")} subtitle={t("help")} wide>
      <OrderTable />
    </Page>
  );
}
