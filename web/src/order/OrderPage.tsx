// The page of one order, for every role: what it is, what the reader may do with it, its story, the
// conversation, the evidence, who was sent and why, and the material. A role adds what only it does
// through `actions` and `aside`.
import { Grid, Group, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTypeName } from "../api/catalogues";
import type { Order } from "../api/types";
import { PriorityBadge, StatusBadge } from "../kit/badges";
import { Page } from "../kit/Page";
import { Asked } from "../kit/states";
import { may, type Permission, usePerson } from "../session/useSession";
import { Assignments } from "./Assignments";
import { Conversation } from "./Conversation";
import { EvidenceGallery } from "./EvidenceGallery";
import { Facts } from "./Facts";
import { Materials } from "./Materials";
import { orderQuery } from "./queries";
import { RatingPanel } from "./RatingPanel";
import { Story } from "./Story";
import { TransitionButtons } from "./TransitionButtons";

interface OrderPageProps {
  orderId: string;
  /** Buttons of the role's own, before those of the order's life. */
  actions?: (order: Order) => ReactNode;
  /** Panels of the role's own, above the facts. */
  aside?: (order: Order) => ReactNode;
  /** Without the panel with the customer's word: the role shows it in its own way. */
  withoutRating?: boolean;
}

type PanelName = "story" | "conversation" | "evidence" | "assignments" | "materials";

const panels: {
  name: PanelName;
  needs: Permission;
  draw: (order: Order) => ReactNode;
}[] = [
  { name: "story", needs: "work:read", draw: (order) => <Story order={order} /> },
  { name: "conversation", needs: "order:read", draw: (order) => <Conversation order={order} /> },
  { name: "evidence", needs: "work:read", draw: (order) => <EvidenceGallery order={order} /> },
  { name: "assignments", needs: "order:assign", draw: (order) => <Assignments order={order} /> },
  { name: "materials", needs: "order:read", draw: (order) => <Materials order={order} /> },
];

export function OrderPage({ orderId, actions, aside, withoutRating }: OrderPageProps) {
  const query = useQuery(orderQuery(orderId));
  return (
    <Asked query={query}>
      {(order) => (
        <Whole
          order={order}
          actions={actions?.(order)}
          aside={aside?.(order)}
          rated={!withoutRating}
        />
      )}
    </Asked>
  );
}

interface WholeProps {
  order: Order;
  actions: ReactNode;
  aside: ReactNode;
  rated: boolean;
}

function Whole({ order, actions, aside, rated }: WholeProps) {
  const { t } = useTranslation("order");
  const typeName = useTypeName();
  const { roles } = usePerson();
  const shown = panels.filter((panel) => may(roles, panel.needs));
  return (
    <Page
      title={order.title}
      wide
      subtitle={
        <Group gap="xs" mt={4}>
          <Text span fw={600}>
            {order.code}
          </Text>
          <StatusBadge status={order.status} />
          <PriorityBadge priority={order.priority} />
          <Text span>{typeName(order.type)}</Text>
        </Group>
      }
      actions={
        <>
          {actions}
          <TransitionButtons order={order} />
        </>
      }
    >
      <Grid gutter="md">
        <Grid.Col span={{ base: 12, md: 4 }} order={{ base: 1, md: 2 }}>
          <Stack>
            {aside}
            {rated && <RatingPanel order={order} />}
            <Facts order={order} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }} order={{ base: 2, md: 1 }}>
          <Tabs defaultValue={shown[0]?.name} keepMounted={false}>
            <Tabs.List>
              {shown.map(({ name }) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`panel.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {shown.map(({ name, draw }) => (
              <Tabs.Panel key={name} value={name} pt="md">
                {draw(order)}
              </Tabs.Panel>
            ))}
          </Tabs>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
