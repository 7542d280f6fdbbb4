// Everything that the customer asked for: what waits for their word, what goes on, what is over.
import { Button } from "@mantine/core";
import { IconPlus, IconSeeding } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { EmptyState } from "../../kit/states";
import { OrderList } from "../../order/OrderList";

export function Home() {
  const { t } = useTranslation("client");
  const ask = (
    <Button
      size="md"
      leftSection={<IconPlus size={18} aria-hidden />}
      renderRoot={(props) => <Link to="/client/new" {...props} />}
    >
      {t("ask.open")}
    </Button>
  );
  return (
    <Page title={t("title")} subtitle={t("help")} actions={ask}>
      <OrderList heading={t("section.done.title")} filter={{ status: ["completed"] }} />
      <OrderList
        heading={t("section.running.title")}
        filter={{ status: ["open", "assigned", "in_progress", "on_hold", "awaiting_approval"] }}
        empty={
          <EmptyState
            icon={IconSeeding}
            title={t("section.running.empty")}
            help={t("section.running.help")}
          />
        }
      />
      <OrderList heading={t("section.past.title")} filter={{ status: ["closed", "cancelled"] }} />
    </Page>
  );
}
