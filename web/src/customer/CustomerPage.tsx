// A customer with their addresses and orders, for everyone who may see all of them.
import { Anchor, List, Text } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Customer } from "../api/types";
import { Page } from "../kit/Page";
import { Panel } from "../kit/Panel";
import { Asked, EmptyState } from "../kit/states";
import { OrderTable } from "../order/OrderTable";
import { customerQuery, sitesQuery } from "./queries";

const route = getRouteApi("/shell/customers/$customerId");

export function CustomerPage() {
  const { customerId } = route.useParams();
  return (
    <Asked query={useQuery(customerQuery(customerId))}>
      {(customer) => <Whole customer={customer} />}
    </Asked>
  );
}

function Whole({ customer }: { customer: Customer }) {
  const { t } = useTranslation("order");
  const sites = useQuery(sitesQuery(customer.id));
  const lines = [
    [t("customer.document"), `${customer.documentType} ${customer.documentNumber}`],
    [
      t("customer.phone"),
      customer.phone && (
        <Anchor key="phone" href={`tel:${customer.phone}`}>
          {customer.phone}
        </Anchor>
      ),
    ],
    [
      t("customer.email"),
      customer.email && (
        <Anchor key="mail" href={`mailto:${customer.email}`}>
          {customer.email}
        </Anchor>
      ),
    ],
  ];
  return (
    <Page title={customer.name} wide>
      <Panel title={t("customer.contact")}>
        {lines
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <Text key={String(label)}>
              <Text span c="dimmed">
                {label}:
              </Text>{" "}
              {value}
            </Text>
          ))}
      </Panel>
      <Panel title={t("customer.sites")}>
        <Asked query={sites}>
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState
                icon={IconMapPinOff}
                title={t("customer.noSites")}
                help={t("customer.noSitesHelp")}
              />
            ) : (
              <List>
                {rows.map((site) => (
                  <List.Item key={site.id}>
                    {[site.address, site.name, site.zoneName].filter(Boolean).join(" · ")}
                  </List.Item>
                ))}
              </List>
            )
          }
        </Asked>
      </Panel>
      <Panel title={t("customer.orders")}>
        <OrderTable filter={{ customerId: customer.id }} height="60vh" />
      </Panel>
    </Page>
  );
}
