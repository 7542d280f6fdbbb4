import "@mantine/spotlight/styles.css";
import { useDebouncedValue } from "@mantine/hooks";
import { createSpotlight, Spotlight } from "@mantine/spotlight";
import {
  IconBuilding,
  IconClipboardList,
  IconLogout,
  IconSearch,
  IconUser,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";
import { session } from "../../session/session";
import { useMay } from "../../session/useSession";
import type { NavItem } from "../area";

const [store, spotlight] = createSpotlight();
const shortest = 2; // letters before the server is asked

interface Action {
  id: string;
  label: string;
  description?: string;
  icon: ReactNode;
  run: () => void;
}

interface PaletteBoxProps {
  items: NavItem[];
  opened: boolean;
  onClose: () => void;
}

export default function PaletteBox({ items, opened, onClose }: PaletteBoxProps) {
  const { t } = useTranslation("shell");
  const [words, setWords] = useState("");
  useEffect(() => {
    if (opened) {
      spotlight.open();
    }
  }, [opened]);
  const go = useGoing(items);
  const found = useFound(words.trim());
  const matching = go.filter(({ label }) => fold(label).includes(fold(words)));
  const groups = [
    { label: t("search.orders"), actions: found.orders },
    { label: t("search.customers"), actions: found.customers },
    { label: t("search.go"), actions: matching },
  ].filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight.Root
      store={store}
      query={words}
      onQueryChange={setWords}
      onSpotlightClose={onClose}
      shortcut={null}
      // It may be called again at once: a state of leaving would swallow what is typed.
      transitionProps={{ duration: 0 }}
      scrollable
      maxHeight="60vh"
    >
      <Spotlight.Search
        aria-label={t("search.title")}
        placeholder={t("search.hint")}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ label, actions }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {actions.map((action) => (
              <Spotlight.Action
                key={action.id}
                label={action.label}
                description={action.description}
                leftSection={action.icon}
                onClick={action.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>{found.busy ? t("search.busy") : t("search.nothing")}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useGoing(items: NavItem[]): Action[] {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  return [
    ...items.map(({ to, label, icon: Picture }) => ({
      id: to,
      label: t(`nav.${label}`),
      icon: <Picture size={20} stroke={1.6} aria-hidden />,
      run: () => void navigate({ to }),
    })),
    {
      id: "profile",
      label: t("user.profile"),
      icon: <IconUser size={20} stroke={1.6} aria-hidden />,
      run: () => void navigate({ to: "/profile" }),
    },
    {
      id: "sign-out",
      label: t("user.signOut"),
      icon: <IconLogout size={20} stroke={1.6} aria-hidden />,
      run: () => void session.signOut(),
    },
  ];
}

function useFound(typed: string): { orders: Action[]; customers: Action[]; busy: boolean } {
  const navigate = useNavigate();
  const seesAllCustomers = useMay("customer:write");
  const [q] = useDebouncedValue(typed, 200);
  const enabled = q.length >= shortest;
  const orders = useQuery({
    queryKey: [...keys.orders, "search", q],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: () => call(api.GET("/api/v1/orders", { params: { query: { q, limit: 8 } } })),
  });
  const customers = useQuery({
    queryKey: [...keys.customers, "search", q],
    enabled: enabled && seesAllCustomers,
    placeholderData: keepPreviousData,
    queryFn: () => call(api.GET("/api/v1/customers", { params: { query: { q, limit: 5 } } })),
  });
  if (!enabled) {
    return { orders: [], customers: [], busy: false };
  }
  return {
    busy: orders.isFetching || customers.isFetching || q !== typed,
    orders: (orders.data?.items ?? []).map((order) => ({
      id: order.id,
      label: `${order.code} · ${order.title}`,
      description: `${order.customer.name} · ${order.siteAddress}`,
      icon: <IconClipboardList size={20} stroke={1.6} aria-hidden />,
      run: () => void navigate({ to: "/orders/$orderId", params: { orderId: order.id } }),
    })),
    customers: (customers.data?.items ?? []).map((customer) => ({
      id: customer.id,
      label: customer.name,
      description: `${customer.documentType} ${customer.documentNumber}`,
      icon: <IconBuilding size={20} stroke={1.6} aria-hidden />,
      run: () =>
        void navigate({ to: "/customers/$customerId", params: { customerId: customer.id } }),
    })),
  };
}

/** As the server compares words: without accents and capitals. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
