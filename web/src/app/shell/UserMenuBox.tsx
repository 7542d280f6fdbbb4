import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, languages } from "../../i18n";
import { session } from "../../session/session";
import { unsentCount } from "../../session/unsent";
import { usePerson } from "../../session/useSession";
import { UserButton } from "./UserButton";

const LeaveDialog = lazy(() => import("../../session/LeaveDialog"));

const themes = [
  { scheme: "light", icon: IconSun },
  { scheme: "dark", icon: IconMoon },
  { scheme: "auto", icon: IconDeviceDesktop },
] as const;

export default function UserMenuBox() {
  const { t, i18n } = useTranslation(["shell", "common"]);
  const person = usePerson();
  const [unsent, setUnsent] = useState(0);
  const leave = async () => {
    const count = await unsentCount();
    setUnsent(count);
    if (count === 0) {
      await session.signOut();
    }
  };
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu
        defaultOpened
        withInitialFocusPlaceholder={false}
        position="bottom-end"
        width={240}
        shadow="md"
      >
        <Menu.Target>
          <UserButton />
        </Menu.Target>
        <Menu.Dropdown>
          <Text px="sm" pt="xs" fw={600}>
            {person.name}
          </Text>
          <Text px="sm" pb="xs" size="sm" c="dimmed">
            {person.roles.map((role) => t(`common:role.${role}`)).join(" · ")}
          </Text>
          <Menu.Item
            leftSection={<IconUser size={18} aria-hidden />}
            renderRoot={(props) => <Link to="/profile" {...props} />}
          >
            {t("user.profile")}
          </Menu.Item>
          <Menu.Divider />
          {themes.map(({ scheme, icon: Picture }) => (
            <Menu.Item
              key={scheme}
              leftSection={<Picture size={18} aria-hidden />}
              onClick={() => setColorScheme(scheme)}
              rightSection={colorScheme === scheme && <Chosen />}
            >
              {t(`theme.${scheme}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {languages.map((language) => (
            <Menu.Item
              key={language}
              lang={language}
              leftSection={<IconLanguage size={18} aria-hidden />}
              onClick={() => chooseLanguage(language)}
              rightSection={i18n.language === language && <Chosen />}
            >
              {t(`common:language.${language}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={18} aria-hidden />}
            onClick={() => void leave()}
          >
            {t("user.signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {unsent > 0 && <LeaveDialog count={unsent} onStay={() => setUnsent(0)} />}
      </Suspense>
    </>
  );
}

function Chosen() {
  const { t } = useTranslation("shell");
  return <IconCheck size={18} role="img" aria-label={t("user.chosen")} />;
}
