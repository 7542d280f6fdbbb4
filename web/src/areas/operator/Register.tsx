// A call comes in: customer, address and order on one screen, each found or made, in one go. What was
// made already is not made again when a later step is refused.
import {
  Autocomplete,
  Button,
  Group,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { orderTypesQuery, zonesQuery } from "../../api/catalogues";
import { api, call, keyed, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { fieldProblems } from "../../api/problem";
import type { Customer, Priority, Site } from "../../api/types";
import { sitesQuery } from "../../customer/queries";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { ProblemAlert } from "../../kit/states";
import { viewerZone } from "../../kit/times";
import { showDone } from "../../kit/toasts";
import { noWindow, WindowFields, windowOf } from "./WindowFields";
import { type DocumentType, documents, priorities } from "./words";

const empty = {
  name: "",
  documentType: "CC" as DocumentType,
  documentNumber: "",
  phone: "",
  email: "",
  siteId: "",
  address: "",
  neighbourhood: "",
  zoneId: "",
  accessNotes: "",
  typeId: "",
  priority: "medium" as Priority,
  title: "",
  description: "",
};
type Draft = typeof empty;
type TextName =
  | "name"
  | "documentNumber"
  | "phone"
  | "email"
  | "address"
  | "neighbourhood"
  | "accessNotes"
  | "title"
  | "description";
type Step = "customer" | "site" | "order";
const newSite = "new";

/** Which of the three was refused: fields of two of them may have the same name. */
class Refused extends Error {
  readonly step: Step;
  readonly error: unknown;
  constructor(step: Step, error: unknown) {
    super("refused");
    this.step = step;
    this.error = error;
  }
}

async function as<T>(step: Step, made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (error) {
    throw new Refused(step, error);
  }
}

const orNone = (text: string) => text.trim() || undefined;

export function Register() {
  const { t, i18n } = useTranslation(["operator", "common"]);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(empty);
  const [customer, setCustomer] = useState<Customer | null>(null);
  const [text, setText] = useState(noWindow);
  const types = useQuery(orderTypesQuery);
  const zones = useQuery(zonesQuery);
  const sites = useQuery({ ...sitesQuery(customer?.id ?? ""), enabled: customer !== null });
  const [q] = useDebouncedValue(draft.name.trim(), 250);
  const found = useQuery({
    queryKey: [...keys.customers, "find", q],
    enabled: q.length > 1 && !customer,
    queryFn: () =>
      call(api.GET("/api/v1/customers", { params: { query: { q, active: true, limit: 8 } } })),
  });
  const known = customer ? [] : (found.data?.items ?? []);
  const ownSites = (sites.data ?? []).filter((site) => site.active);
  const site = ownSites.find(({ id }) => id === draft.siteId);
  const makesSite =
    !customer || draft.siteId === newSite || (sites.isSuccess && ownSites.length === 0);
  const zone =
    site?.timeZone ?? zones.data?.find(({ id }) => id === draft.zoneId)?.timeZone ?? viewerZone;
  const window = windowOf(text, zone);
  // One for each thing to be made; a changed draft is another intent.
  const intent = useRef<Record<Step, string>>({
    customer: newKey(),
    site: newKey(),
    order: newKey(),
  });
  const change = (step: Step, part: Partial<Draft>) => {
    intent.current[step] = newKey();
    setDraft((before) => ({ ...before, ...part }));
  };

  const send = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const owner =
        customer ?? (await as("customer", makeCustomer(draft, intent.current.customer)));
      setCustomer(owner);
      const place =
        site ?? (makesSite ? await as("site", makeSite(owner, draft, intent.current.site)) : null);
      if (place && !site) {
        client.setQueryData(sitesQuery(owner.id).queryKey, (before) => [...(before ?? []), place]);
        setDraft((before) => ({ ...before, siteId: place.id }));
      }
      return as(
        "order",
        call(
          api.POST("/api/v1/orders", {
            body: {
              customerId: owner.id,
              siteId: place?.id ?? "",
              typeId: draft.typeId,
              priority: draft.priority,
              title: draft.title.trim(),
              description: draft.description.trim(),
              window: window ?? undefined,
            },
            ...keyed(intent.current.order),
          }),
        ),
      );
    },
    onSuccess: async (order) => {
      showDone(t("register.done", { code: order.code }));
      await Promise.all(
        [keys.orders, keys.customers].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id } });
    },
  });
  const refused = send.error instanceof Refused ? send.error : null;
  const wrong = (step: Step) => (refused?.step === step ? fieldProblems(refused.error) : {});
  const field = (step: Step, name: TextName) => ({
    label: t(`form.${name}`),
    value: draft[name],
    error: wrong(step)[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      change(step, { [name]: event.currentTarget.value }),
  });
  const ready =
    window !== null &&
    draft.typeId !== "" &&
    draft.title.trim() !== "" &&
    (customer !== null || draft.documentNumber.trim() !== "") &&
    (site !== undefined || (makesSite && draft.address.trim() !== ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) {
      send.mutate();
    }
  };
  return (
    <Page title={t("register.title")} subtitle={t("register.help")}>
      <form onSubmit={submit}>
        <Stack>
          <Panel title={t("register.customer")}>
            {customer ? (
              <Group justify="space-between">
                <div>
                  <Text fw={600}>{customer.name}</Text>
                  <Text size="sm" c="dimmed">
                    {[`${customer.documentType} ${customer.documentNumber}`, customer.phone]
                      .filter(Boolean)
                      .join(" · ")}
                  </Text>
                </div>
                <Button
                  variant="default"
                  onClick={() => {
                    setCustomer(null);
                    change("customer", { siteId: "", name: "" });
                  }}
                >
                  {t("register.another")}
                </Button>
              </Group>
            ) : (
              <Stack gap="sm">
                <Autocomplete
                  label={t("form.name")}
                  description={t("register.nameHelp")}
                  value={draft.name}
                  onChange={(name) => change("customer", { name })}
                  data={known.map(labelOf)}
                  filter={({ options }) => options}
                  onOptionSubmit={(label) => {
                    const chosen = known.find((one) => labelOf(one) === label);
                    if (chosen) {
                      setCustomer(chosen);
                      change("customer", { siteId: "" });
                    }
                  }}
                  error={wrong("customer").name}
                  maxLength={200}
                  required
                  autoComplete="off"
                  data-autofocus
                />
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <Select
                    label={t("form.documentType")}
                    data={documents.map((value) => ({ value, label: t(`document.${value}`) }))}
                    value={draft.documentType}
                    onChange={(value) =>
                      change("customer", { documentType: (value ?? "CC") as DocumentType })
                    }
                    allowDeselect={false}
                  />
                  <TextInput {...field("customer", "documentNumber")} required maxLength={30} />
                  <TextInput {...field("customer", "phone")} type="tel" autoComplete="off" />
                  <TextInput {...field("customer", "email")} type="email" autoComplete="off" />
                </SimpleGrid>
              </Stack>
            )}
          </Panel>
          <Panel title={t("register.site")}>
            <Stack gap="sm">
              {customer && ownSites.length > 0 && (
                <Radio.Group
                  label={t("register.where")}
                  value={draft.siteId}
                  onChange={(siteId) => change("site", { siteId })}
                  required
                >
                  <Stack gap="xs" mt="xs">
                    {ownSites.map((one) => (
                      <Radio
                        key={one.id}
                        value={one.id}
                        label={[one.address, one.name, one.zoneName].filter(Boolean).join(" · ")}
                      />
                    ))}
                    <Radio value={newSite} label={t("register.newSite")} />
                  </Stack>
                </Radio.Group>
              )}
              {makesSite && (
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <TextInput
                    {...field("site", "address")}
                    required
                    maxLength={200}
                    autoComplete="off"
                  />
                  <TextInput {...field("site", "neighbourhood")} autoComplete="off" />
                  <Select
                    label={t("form.zone")}
                    data={(zones.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
                    value={draft.zoneId || null}
                    onChange={(zoneId) => change("site", { zoneId: zoneId ?? "" })}
                    error={wrong("site").zoneId}
                    searchable
                    clearable
                  />
                  <TextInput {...field("site", "accessNotes")} autoComplete="off" />
                </SimpleGrid>
              )}
            </Stack>
          </Panel>
          <Panel title={t("register.order")}>
            <Stack gap="sm">
              <SimpleGrid cols={{ base: 1, sm: 2 }}>
                <Select
                  label={t("form.type")}
                  data={(types.data ?? [])
                    .filter((type) => type.active)
                    .map((type) => ({
                      value: type.id,
                      label: i18n.language === "es" ? type.nameEs : type.name,
                    }))}
                  value={draft.typeId || null}
                  onChange={(typeId) => change("order", { typeId: typeId ?? "" })}
                  error={wrong("order").typeId}
                  searchable
                  required
                />
                <Select
                  label={t("form.priority")}
                  data={priorities.map((value) => ({
                    value,
                    label: t(`common:priority.${value}`),
                  }))}
                  value={draft.priority}
                  onChange={(value) =>
                    change("order", { priority: (value ?? draft.priority) as Priority })
                  }
                  error={wrong("order").priority}
                  allowDeselect={false}
                />
              </SimpleGrid>
              <TextInput {...field("order", "title")} required maxLength={200} autoComplete="off" />
              <Textarea
                {...field("order", "description")}
                required
                maxLength={4000}
                autosize
                minRows={3}
              />
              <WindowFields
                value={text}
                onChange={(value) => {
                  intent.current.order = newKey();
                  setText(value);
                }}
                error={
                  window === null
                    ? t("window.incomplete")
                    : (wrong("order")["window.from"] ?? wrong("order")["window.to"])
                }
              />
            </Stack>
          </Panel>
          {send.error ? <ProblemAlert error={refused ? refused.error : send.error} /> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={send.isPending} disabled={!ready}>
              {t("register.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

const labelOf = (one: Customer) => `${one.name} · ${one.documentType} ${one.documentNumber}`;

function makeCustomer(draft: Draft, key: string): Promise<Customer> {
  return call(
    api.POST("/api/v1/customers", {
      body: {
        name: draft.name.trim(),
        documentType: draft.documentType,
        documentNumber: draft.documentNumber.trim(),
        phone: orNone(draft.phone),
        email: orNone(draft.email),
      },
      ...keyed(key),
    }),
  );
}

function makeSite(customer: Customer, draft: Draft, key: string): Promise<Site> {
  return call(
    api.POST("/api/v1/customers/{id}/sites", {
      params: { path: { id: customer.id } },
      body: {
        address: draft.address.trim(),
        neighbourhood: orNone(draft.neighbourhood),
        zoneId: orNone(draft.zoneId),
        accessNotes: orNone(draft.accessNotes),
      },
      ...keyed(key),
    }),
  );
}
