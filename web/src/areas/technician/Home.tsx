import { IconTool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { EmptyState } from "../../kit/states";
import { OrderList } from "../../order/OrderList";

export function Home() {
  const { t } = useTranslation("technician");
  return (
    <Page title={t("title")} subtitle={t("help")}>
      <OrderList
        filter={{ status: ["assigned", "in_progress", "on_hold"], sort: "due" }}
        empty={<EmptyState icon={IconTool} title={t("empty")} help={t("emptyHelp")} />}
      />
    </Page>
  );
}
