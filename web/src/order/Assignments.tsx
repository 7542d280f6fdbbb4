// Who was sent, by whom, and what spoke for and against each candidate at the time.
import { Accordion, Badge, Group, List, Stack, Text } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Assignment, Order } from "../api/types";
import { EmptyState, Loading, ProblemAlert } from "../kit/states";
import { SiteTime } from "../kit/times";
import { assignmentsQuery } from "./queries";

export interface Candidate {
  technicianId: string;
  name: string;
  score: number;
  qualified: boolean;
  openVisits: number;
  broken: string[];
  reasons: string[];
}

export function Assignments({ order }: { order: Order }) {
  const { t } = useTranslation("order");
  const query = useInfiniteQuery(assignmentsQuery(order.id));
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const made = query.data.pages.flatMap((page) => page.items);
  if (made.length === 0) {
    return (
      <EmptyState
        icon={IconUserQuestion}
        title={t("assignments.empty")}
        help={t("assignments.emptyHelp")}
      />
    );
  }
  return (
    <Accordion variant="separated" order={3}>
      {made.map((assignment) => (
        <Accordion.Item key={assignment.id} value={assignment.id}>
          <Accordion.Control>
            <Group gap="xs">
              <Text fw={600}>{assignment.technicianName}</Text>
              <Badge variant="default">{t(`assignments.mode.${assignment.mode}`)}</Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {assignment.by.name} · <SiteTime at={assignment.at} zone={order.site.timeZone} />
            </Text>
            {assignment.reason && <Text size="sm">“{assignment.reason}”</Text>}
          </Accordion.Control>
          <Accordion.Panel>
            <Ranking assignment={assignment} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Ranking({ assignment }: { assignment: Assignment }) {
  const candidates = (assignment.candidates ?? []) as Candidate[];
  return (
    <Stack gap="sm">
      {candidates.map((candidate) => (
        <CandidateLine key={candidate.technicianId} candidate={candidate} />
      ))}
    </Stack>
  );
}

/** One candidate with their points and reasons; also for those who are about to choose. */
export function CandidateLine({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation("order");
  return (
    <div>
      <Group gap="xs">
        <Text fw={600}>{candidate.name}</Text>
        <Badge variant="default">{t("assignments.score", { score: candidate.score })}</Badge>
        {!candidate.qualified && <Badge color="orange.9">{t("assignments.unqualified")}</Badge>}
      </Group>
      <List size="sm">
        {candidate.reasons.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
    </div>
  );
}
