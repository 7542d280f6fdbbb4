// Finds the customer whose user a client is.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "../../api/client";
import { keys } from "../../api/keys";

interface CustomerChoiceProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  error?: string;
}

export function CustomerChoice({ value, onChange, error }: CustomerChoiceProps) {
  const { t } = useTranslation("administrator");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 250);
  const found = useQuery({
    queryKey: [...keys.customers, "choice", q],
    queryFn: async () =>
      (
        await call(
          api.GET("/api/v1/customers", { params: { query: { q: q || undefined, limit: 20 } } }),
        )
      ).items,
  });
  const current = useQuery({
    queryKey: [...keys.customers, value],
    enabled: value !== undefined,
    queryFn: () =>
      call(api.GET("/api/v1/customers/{id}", { params: { path: { id: value ?? "" } } })),
  });
  const names = new Map((found.data ?? []).map(({ id, name }) => [id, name]));
  if (current.data) {
    names.set(current.data.id, current.data.name);
  }
  return (
    <Select
      label={t("people.customer")}
      data={[...names].map(([id, label]) => ({ value: id, label }))}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      searchable
      onSearchChange={setWords}
      filter={({ options }) => options}
      error={error}
      required
    />
  );
}
