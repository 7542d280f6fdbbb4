// Adds a person or changes one. Whoever is switched off loses all access at once.
import { MultiSelect, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { zonesQuery } from "../../api/catalogues";
import { api, call, ifVersion, keyed, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { fieldProblems } from "../../api/problem";
import type { Role } from "../../api/types";
import { showDone } from "../../kit/toasts";
import { usePerson } from "../../session/useSession";
import { CustomerChoice } from "./CustomerChoice";
import { type Person, roles } from "./People";
import { Sheet } from "./Sheet";

export function PersonForm({ person, onClose }: { person?: Person; onClose: () => void }) {
  const { t } = useTranslation(["administrator", "common"]);
  const client = useQueryClient();
  const me = usePerson();
  const zones = useQuery(zonesQuery);
  const [key] = useState(newKey);
  const [form, setForm] = useState({
    name: person?.name ?? "",
    username: person?.username ?? "",
    email: person?.email ?? "",
    password: "",
    locale: person?.locale ?? ("es" as const),
    roles: person?.roles ?? [],
    zones: person?.zones ?? [],
    customerId: person?.customerId,
    active: person?.active ?? true,
  });
  const change = (more: Partial<typeof form>) => setForm((old) => ({ ...old, ...more }));
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const body = {
        ...form,
        name: form.name.trim(),
        username: form.username.trim(),
        email: form.email.trim() || (person?.email ? "" : undefined),
        zones: form.roles.includes("supervisor") ? form.zones : [],
        customerId: form.roles.includes("client") ? form.customerId : undefined,
      };
      return person
        ? call(
            api.PATCH("/api/v1/users/{id}", {
              params: { path: { id: person.id } },
              body: { ...body, password: form.password || undefined },
              ...ifVersion(person.version),
            }),
          )
        : call(api.POST("/api/v1/users", { body, ...keyed(key) }));
    },
    onSuccess: async ({ name }) => {
      showDone(t("saved", { name }));
      await client.invalidateQueries({ queryKey: keys.people });
      onClose();
    },
  });
  const wrong = fieldProblems(save.error);
  const text = (field: "name" | "username" | "email") => ({
    label: t(`people.${field}`),
    value: form[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [field]: event.currentTarget.value }),
    error: wrong[field],
    autoComplete: "off",
  });
  return (
    <Sheet
      title={person ? person.name : t("people.add")}
      busy={save.isPending}
      error={save.error}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput {...text("name")} required maxLength={120} data-autofocus />
      <TextInput {...text("username")} required maxLength={40} />
      <TextInput {...text("email")} type="email" maxLength={254} />
      <PasswordInput
        label={t(person ? "people.newPassword" : "people.password")}
        description={t(person ? "people.newPasswordHelp" : "people.passwordHelp")}
        value={form.password}
        onChange={(event) => change({ password: event.currentTarget.value })}
        error={wrong.password}
        required={!person}
        maxLength={64}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("people.show") }}
      />
      <MultiSelect
        label={t("people.roles")}
        data={roles.map((value) => ({ value, label: t(`common:role.${value}`) }))}
        value={form.roles}
        onChange={(chosen) => change({ roles: chosen as Role[] })}
        error={wrong.roles}
        required
      />
      {form.roles.includes("supervisor") && (
        <MultiSelect
          label={t("people.zones")}
          data={(zones.data ?? []).map((zone) => ({ value: zone.id, label: zone.name }))}
          value={form.zones}
          onChange={(chosen) => change({ zones: chosen })}
          error={wrong.zones}
        />
      )}
      {form.roles.includes("client") && (
        <CustomerChoice
          value={form.customerId}
          onChange={(customerId) => change({ customerId })}
          error={wrong.customerId}
        />
      )}
      <Select
        label={t("people.language")}
        data={(["es", "en"] as const).map((value) => ({
          value,
          label: t(`common:language.${value}`),
        }))}
        value={form.locale}
        onChange={(chosen) => change({ locale: chosen === "en" ? "en" : "es" })}
        allowDeselect={false}
      />
      {person && (
        <Switch
          label={t("people.access")}
          description={t("people.accessHelp")}
          checked={form.active}
          disabled={person.id === me.id}
          onChange={(event) => change({ active: event.currentTarget.checked })}
          error={wrong.active}
        />
      )}
    </Sheet>
  );
}
