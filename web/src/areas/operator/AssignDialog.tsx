// Who is to go: the technicians ranked for an order with the reasons, and when. The keyboard's way to
// do what the board does by dragging.
import {
  Badge,
  Button,
  Group,
  Modal,
  Radio,
  ScrollArea,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Asked, EmptyState, ProblemAlert } from "../../kit/states";
import { type Candidate, candidatesQuery, type TimeWindow, useAssign, wantsReason } from "./assign";
import classes from "./operator.module.css";
import { rulesIn, tellReason } from "./reasons";
import { useSpecialtyNamed } from "./specialties";
import { textOf, WindowFields, windowOf } from "./WindowFields";

export interface Assignable {
  orderId: string;
  code: string;
  title: string;
  zone: string;
  window?: TimeWindow;
  /** Who has the order already. */
  technicianId?: string;
}

interface AssignDialogProps {
  order: Assignable;
  /** Chosen already, by where the order was dropped. */
  technicianId?: string;
  /** Why the server wants a reason for that. */
  refusal?: unknown;
  onDone: (technicianName: string) => void;
  onClose: () => void;
}

const shown = 30;

export function AssignDialog({ order, refusal, onDone, onClose, ...given }: AssignDialogProps) {
  const { t } = useTranslation(["operator", "common"]);
  const candidates = useQuery(candidatesQuery(order.orderId));
  const assign = useAssign();
  const [technicianId, setTechnician] = useState(given.technicianId ?? "");
  const [text, setText] = useState(() => textOf(order.window, order.zone));
  const [reason, setReason] = useState("");
  const [words, setWords] = useState("");
  const window = windowOf(text, order.zone);
  const error = assign.error ?? refusal;
  const asked = wantsReason(error);
  const chosen = candidates.data?.find((one) => one.technicianId === technicianId);
  const reasonNeeded =
    asked !== null || (chosen?.broken.length ?? 0) > 0 || order.technicianId !== undefined;
  const good =
    technicianId !== "" && window !== null && (!reasonNeeded || reason.trim().length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (good) {
      assign.mutate(
        {
          orderId: order.orderId,
          technicianId,
          window: window ?? undefined,
          reason: reason.trim() || undefined,
        },
        { onSuccess: (made) => onDone(made.technicianName) },
      );
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(order.technicianId ? "assign.again" : "assign.title", { code: order.code })}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text fw={600}>{order.title}</Text>
          {asked !== null && <Refusal detail={asked} />}
          {error && asked === null ? <ProblemAlert error={error} /> : null}
          <TextInput
            label={t("assign.find")}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            data-autofocus
          />
          <Asked query={candidates}>
            {(ranked) => (
              <Candidates
                ranked={matching(ranked, words, technicianId)}
                value={technicianId}
                onChange={setTechnician}
              />
            )}
          </Asked>
          <WindowFields
            value={text}
            onChange={setText}
            error={window === null ? t("window.incomplete") : undefined}
          />
          {reasonNeeded && (
            <Textarea
              label={t("common:reason.label")}
              description={t("assign.reasonHelp")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={500}
              required
              autosize
              minRows={2}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={!good} loading={assign.isPending}>
              {t("assign.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function matching(ranked: Candidate[], words: string, chosen: string): Candidate[] {
  const sought = words.trim().toLocaleLowerCase();
  const found = ranked.filter((one) => one.name.toLocaleLowerCase().includes(sought));
  const top = found.slice(0, shown);
  const other = found.slice(shown).filter((one) => one.technicianId === chosen);
  return [...other, ...top];
}

function Refusal({ detail }: { detail: string }) {
  const { t } = useTranslation("operator");
  const broken = rulesIn(detail);
  return (
    <Stack gap={4} role="alert" className={classes.refusal}>
      <Text fw={600}>{t(broken.length > 0 ? "assign.breaks" : "assign.taken")}</Text>
      {broken.map((rule) => (
        <Text key={rule} size="sm">
          {t(`rule.${rule}`)}
        </Text>
      ))}
    </Stack>
  );
}

interface CandidatesProps {
  ranked: Candidate[];
  value: string;
  onChange: (technicianId: string) => void;
}

function Candidates({ ranked, value, onChange }: CandidatesProps) {
  const { t } = useTranslation("operator");
  const named = useSpecialtyNamed();
  if (ranked.length === 0) {
    return (
      <EmptyState icon={IconUserOff} title={t("assign.nobody")} help={t("assign.nobodyHelp")} />
    );
  }
  return (
    <Radio.Group label={t("assign.who")} value={value} onChange={onChange} required>
      <ScrollArea.Autosize mah={300} mt="xs" offsetScrollbars>
        <Stack gap="xs">
          {ranked.map((one) => (
            <Radio.Card key={one.technicianId} value={one.technicianId} className={classes.choice}>
              <Group wrap="nowrap" align="flex-start">
                <Radio.Indicator mt={3} />
                <div className={classes.grows}>
                  <Group justify="space-between" gap="xs">
                    <Text fw={600}>{one.name}</Text>
                    <Text size="sm">{t("assign.score", { score: Math.round(one.score) })}</Text>
                  </Group>
                  {one.broken.length > 0 && (
                    <Group gap={6} mt={4}>
                      {one.broken.map((rule) => (
                        <Badge key={rule} variant="outline" color="red" className={classes.broken}>
                          {t(`rule.${rule}`)}
                        </Badge>
                      ))}
                    </Group>
                  )}
                  <Text size="sm" c="dimmed">
                    {one.reasons.map((reason) => tellReason(t, reason, named)).join(" · ")}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Radio.Group>
  );
}
