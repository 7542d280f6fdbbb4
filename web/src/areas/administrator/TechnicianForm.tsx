// A technician's profile: specialties with level and days, zones, shifts, and whether they work.
import { MultiSelect, Select, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { zonesQuery } from "../../api/catalogues";
import { api, call, ifVersion, keyed, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { readAll } from "../../api/paging";
import { fieldProblems } from "../../api/problem";
import type { Technician } from "../../api/types";
import { showDone } from "../../kit/toasts";
import { Sheet } from "./Sheet";
import { Shifts } from "./Shifts";
import { type Skill, Skills } from "./Skills";

interface TechnicianFormProps {
  technician?: Technician;
  onClose: () => void;
}

export function TechnicianForm({ technician, onClose }: TechnicianFormProps) {
  const { t } = useTranslation("administrator");
  const client = useQueryClient();
  const zones = useQuery(zonesQuery);
  const [key] = useState(newKey);
  const [userId, setUser] = useState<string | null>(null);
  const [form, setForm] = useState({
    skills: (technician?.skills ?? []).map(
      ({ specialtyId, level, from, to }): Skill => ({ specialtyId, level, from, to }),
    ),
    zones: technician?.zones ?? [],
    shifts: technician?.shifts ?? [],
    active: technician?.active ?? true,
  });
  const change = (more: Partial<typeof form>) => setForm((old) => ({ ...old, ...more }));
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => {
      const { active, ...profile } = form;
      return technician
        ? call(
            api.PATCH("/api/v1/technicians/{id}", {
              params: { path: { id: technician.id } },
              body: { ...profile, active: active === technician.active ? undefined : active },
              ...ifVersion(technician.version),
            }),
          )
        : call(
            api.POST("/api/v1/technicians", {
              body: { ...profile, userId: userId ?? "" },
              ...keyed(key),
            }),
          );
    },
    onSuccess: async ({ name }) => {
      showDone(t("saved", { name }));
      await client.invalidateQueries({ queryKey: keys.technicians });
      onClose();
    },
  });
  const wrong = fieldProblems(save.error);
  return (
    <Sheet
      title={technician ? technician.name : t("technicians.add")}
      size="xl"
      busy={save.isPending}
      error={save.error}
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      {!technician && <UserChoice value={userId} onChange={setUser} error={wrong.userId} />}
      <Skills value={form.skills} onChange={(skills) => change({ skills })} wrong={wrong} />
      <MultiSelect
        label={t("people.zones")}
        data={(zones.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={form.zones}
        onChange={(chosen) => change({ zones: chosen })}
        error={wrong.zones}
        searchable
      />
      <Shifts value={form.shifts} onChange={(shifts) => change({ shifts })} wrong={wrong} />
      {technician && (
        <Switch
          label={t("technicians.active")}
          description={t("technicians.activeHelp")}
          checked={form.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
          error={wrong.active}
        />
      )}
    </Sheet>
  );
}

interface UserChoiceProps {
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string;
}

/** People with the technician's role; the server refuses those who have a profile already. */
function UserChoice({ value, onChange, error }: UserChoiceProps) {
  const { t } = useTranslation("administrator");
  const people = useQuery({
    queryKey: [...keys.people, "technicians"],
    queryFn: () =>
      readAll((cursor) =>
        call(
          api.GET("/api/v1/users", {
            params: { query: { role: "technician", active: true, cursor, limit: 100 } },
          }),
        ),
      ),
  });
  const profiles = useQuery({
    queryKey: [...keys.technicians, "all"],
    queryFn: () =>
      readAll((cursor) =>
        call(api.GET("/api/v1/technicians", { params: { query: { cursor, limit: 100 } } })),
      ),
  });
  const known = new Set(profiles.data?.map(({ id }) => id));
  return (
    <Select
      label={t("technicians.person")}
      description={t("technicians.personHelp")}
      data={(people.data ?? [])
        .filter(({ id }) => !known.has(id))
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t("technicians.nobody")}
      error={error}
      searchable
      required
    />
  );
}
