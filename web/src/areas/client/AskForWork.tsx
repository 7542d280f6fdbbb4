// Asking for work in three steps: what, where, when. What was typed stays when one goes back; the
// request is sent once, however often it is tried.
import { Button, Group, Stack, Stepper } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { orderTypesQuery } from "../../api/catalogues";
import { api, call, keyed, newKey } from "../../api/client";
import { keys } from "../../api/keys";
import { readAll } from "../../api/paging";
import type { OrderType, Site } from "../../api/types";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { Asked, ProblemAlert } from "../../kit/states";
import { showDone } from "../../kit/toasts";
import { bodyOf, type Draft, emptyDraft, isComplete, type Step, steps } from "./draft";
import { WhatStep } from "./WhatStep";
import { WhenStep } from "./WhenStep";
import { WhereStep } from "./WhereStep";

/** The sites of the customer (or customers) that the client belongs to. */
const ownSitesQuery = {
  queryKey: [...keys.customers, "own-sites"],
  queryFn: async () => {
    const customers = await call(api.GET("/api/v1/customers"));
    const sites = await Promise.all(
      customers.items.map(({ id }) =>
        readAll((cursor) =>
          call(
            api.GET("/api/v1/customers/{id}/sites", {
              params: { path: { id }, query: { cursor, limit: 100 } },
            }),
          ),
        ),
      ),
    );
    return sites.flat().filter((site) => site.active);
  },
};

export function AskForWork() {
  const { t } = useTranslation("client");
  const types = useQuery(orderTypesQuery);
  const sites = useQuery(ownSitesQuery);
  return (
    <Page title={t("ask.title")} subtitle={t("ask.help")}>
      <Asked query={types}>
        {(known) => (
          <Asked query={sites}>
            {(own) => <Wizard types={known.filter((type) => type.active)} sites={own} />}
          </Asked>
        )}
      </Asked>
    </Page>
  );
}

function Wizard({ types, sites }: { types: OrderType[]; sites: Site[] }) {
  const { t } = useTranslation("client");
  const navigate = useNavigate();
  const client = useQueryClient();
  const [at, setAt] = useState(0);
  const [draft, setDraft] = useState<Draft>(() => ({
    ...emptyDraft,
    siteId: sites.length === 1 ? (sites[0]?.id ?? "") : "",
  }));
  const key = useRef(newKey());
  const send = useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      call(api.POST("/api/v1/orders", { body: bodyOf(draft, sites), ...keyed(key.current) })),
    onSuccess: async (order) => {
      showDone(t("ask.sent", { code: order.code }));
      await client.invalidateQueries({ queryKey: keys.orders });
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id } });
    },
  });
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    key.current = newKey();
  };
  const step: Step = steps[at] ?? "what";
  const last = at === steps.length - 1;
  const next = (event: FormEvent) => {
    event.preventDefault();
    if (last) {
      send.mutate();
    } else {
      setAt(at + 1);
    }
  };
  return (
    <Panel>
      <Stepper
        active={at}
        onStepClick={setAt}
        allowNextStepsSelect={false}
        size="xs"
        mb="lg"
        wrap={false}
      >
        {steps.map((name) => (
          <Stepper.Step key={name} label={t(`ask.step.${name}`)} />
        ))}
      </Stepper>
      <form onSubmit={next}>
        <Stack>
          {step === "what" && <WhatStep draft={draft} types={types} onChange={change} />}
          {step === "where" && <WhereStep draft={draft} sites={sites} onChange={change} />}
          {step === "when" && (
            <WhenStep draft={draft} types={types} sites={sites} onChange={change} />
          )}
          {send.error ? <ProblemAlert error={send.error} /> : null}
          <Group justify="space-between">
            <Button variant="default" disabled={at === 0} onClick={() => setAt(at - 1)}>
              {t("ask.back")}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={!isComplete(draft, step)}>
              {t(last ? "ask.send" : "ask.next")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
