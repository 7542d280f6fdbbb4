import { ActionIcon, type ActionIconProps, Avatar } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "../../session/useSession";

export function UserButton(props: ActionIconProps & ComponentPropsWithRef<"button">) {
  const { t } = useTranslation("shell");
  const { name } = usePerson();
  return (
    <ActionIcon
      variant="transparent"
      size="lg"
      radius="xl"
      aria-label={t("user.menu", { name })}
      aria-haspopup="menu"
      {...props}
    >
      <Avatar color="sea" variant="filled" size={34} name={name} aria-hidden />
    </ActionIcon>
  );
}
