// The frame around every screen of a signed-in person. It holds the live stream and the idle watch.
import {
  AppShell,
  Burger,
  Group,
  NavLink,
  Text,
  UnstyledButton,
  VisuallyHidden,
} from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../kit/states";
import { IdleWarning } from "../../session/IdleWarning";
import { may, usePerson, useSession } from "../../session/useSession";
import type { NavItem } from "../area";
import { areasOf } from "../areas";
import { useLive } from "./live";
import { NotificationBell } from "./NotificationBell";
import { OfflineBanner } from "./OfflineBanner";
import { openPalette, Palette } from "./Palette";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";

/** The person may just have signed out in another tab: then the router is about to lead elsewhere. */
export function Shell() {
  return useSession().phase === "in" ? <Frame /> : null;
}

function Frame() {
  const { t } = useTranslation("shell");
  const [opened, menu] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const items = useNavigation();
  const { roles } = usePerson();
  useLive();
  const [shownPath, setShownPath] = useState(path);
  if (path !== shownPath) {
    setShownPath(path);
    menu.close();
  }
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "lg" }}
      transitionDuration={150}
    >
      <a className={classes.skip} href="#main">
        {t("skip")}
      </a>
      <AppShell.Header className={classes.bar}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(opened ? "menu.close" : "menu.open")}
            />
            <Link to="/" className={classes.brand}>
              <img src="/icon.svg" alt="" width={28} height={28} />
              <Text span fw={700} visibleFrom="xs">
                MicroFlow
              </Text>
              <VisuallyHidden>{t("home")}</VisuallyHidden>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <UnstyledButton className={classes.search} onClick={openPalette}>
              <IconSearch size={16} aria-hidden />
              <Text span size="sm" visibleFrom="sm">
                {t("search.open")}
              </Text>
              <VisuallyHidden className={classes.onPhone}>{t("search.open")}</VisuallyHidden>
              <kbd className={classes.kbd}>/</kbd>
            </UnstyledButton>
            <Suspense>
              {areasOf(roles).map(({ role, badge: Badge }) => Badge && <Badge key={role} />)}
            </Suspense>
            <NotificationBell />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        inert={phone && !opened}
        className={classes.bar}
        p="xs"
        aria-label={t("navigation")}
      >
        {items.map((item) => (
          <NavLink
            key={item.to}
            renderRoot={(props) => <Link to={item.to} activeOptions={{ exact: true }} {...props} />}
            label={t(`nav.${item.label}`)}
            leftSection={<item.icon size={20} stroke={1.6} aria-hidden />}
            active={item === current(items, path)}
            aria-current={item === current(items, path) ? "page" : undefined}
            className={classes.link}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <OfflineBanner />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <IdleWarning />
      <Palette items={items} />
    </AppShell>
  );
}

/** What the person's roles lead to, each place once. */
function useNavigation(): NavItem[] {
  const { roles } = usePerson();
  const seen = new Set<string>();
  return areasOf(roles)
    .flatMap((area) => area.nav)
    .filter((item) => !item.needs || may(roles, item.needs))
    .filter((item) => !seen.has(item.to) && seen.add(item.to));
}

/** The item whose address is the longest beginning of where we are. */
function current(items: NavItem[], path: string): NavItem | undefined {
  return items
    .filter((item) => path === item.to || path.startsWith(`${item.to}/`))
    .sort((a, b) => b.to.length - a.to.length)[0];
}
