// What was used, at the price of that day.
import { Table } from "@mantine/core";
import { IconPackage } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Order } from "../api/types";
import { formatMoney } from "../kit/money";
import { EmptyState, Loading, ProblemAlert } from "../kit/states";
import { materialsQuery } from "./queries";

export function Materials({ order }: { order: Order }) {
  const { t, i18n } = useTranslation("order");
  const query = useInfiniteQuery(materialsQuery(order.id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const lines = query.data.pages.flatMap((page) => page.items);
  if (lines.length === 0) {
    return (
      <EmptyState icon={IconPackage} title={t("materials.empty")} help={t("materials.emptyHelp")} />
    );
  }
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("materials.name")}</Table.Th>
            <Table.Th scope="col">{t("materials.quantity")}</Table.Th>
            <Table.Th scope="col">{t("materials.cost")}</Table.Th>
            <Table.Th scope="col">{t("materials.by")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td>{line.name}</Table.Td>
              <Table.Td>{`${new Intl.NumberFormat(i18n.language).format(line.quantity)} ${line.unit}`}</Table.Td>
              <Table.Td>{formatMoney(line.cost, i18n.language)}</Table.Td>
              <Table.Td>{line.by.name}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
