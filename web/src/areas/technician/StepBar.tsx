// The one large button, and beside it what is done seldom.
import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core";
import {
  IconCar,
  IconCheck,
  IconDotsVertical,
  IconMapPin,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ReasonDialog } from "../../kit/ReasonDialog";
import { missing } from "./day";
import type { Entry, Job } from "./offline/db";
import { act } from "./offline/engine";
import { type Action, nextStep, type Step, type Work } from "./offline/work";
import { positionNow } from "./position";
import classes from "./technician.module.css";

const icons: Partial<Record<Step, typeof IconCar>> = {
  travel_started: IconCar,
  arrived: IconMapPin,
  work_started: IconPlayerPlay,
  work_resumed: IconPlayerPlay,
  work_completed: IconCheck,
};

type Asked = "pause" | "cannot_complete";

/** The word by which the server knows that the customer is waited for (the SLA's clock stands). */
const waiting = "waiting_customer";

interface StepBarProps {
  job: Job;
  entries: Entry[];
  work: Work;
}

export function StepBar({ job, entries, work }: StepBarProps) {
  const { t } = useTranslation("technician");
  const [busy, setBusy] = useState(false);
  const step = nextStep[work];
  const lacks = step === "work_completed" ? missing(job, entries) : null;
  const report = async (kind: Step) => {
    const at = Date.now();
    setBusy(true);
    const position = await positionNow();
    await act(job.order, { kind: "activity", step: kind, position }, at);
    setBusy(false);
  };
  if (!step) {
    return (
      <div className={classes.step}>
        <Text ta="center" fw={600}>
          {t(work === "done" ? "step.done" : "step.released")}
        </Text>
      </div>
    );
  }
  const Picture = icons[step] ?? IconCheck;
  return (
    <div className={classes.step}>
      {lacks && (
        <Text size="sm" mb={6} id="lacks">
          {t(`step.lacks.${lacks}`)}
        </Text>
      )}
      <Group wrap="nowrap" gap="sm">
        <Button
          size="lg"
          flex={1}
          loading={busy}
          disabled={lacks !== null}
          aria-describedby={lacks ? "lacks" : undefined}
          leftSection={<Picture size={22} aria-hidden />}
          onClick={() => void report(step)}
        >
          {t(`step.${step}`)}
        </Button>
        <More job={job} work={work} onStep={report} />
      </Group>
    </div>
  );
}

function More({
  job,
  work,
  onStep,
}: {
  job: Job;
  work: Work;
  onStep: (step: Step) => Promise<void>;
}) {
  const { t } = useTranslation("technician");
  const [asked, setAsked] = useState<Asked | null>(null);
  const before = work === "assigned" || work === "en_route" || work === "on_site";
  const confirm = async (reason: string) => {
    const action: Action =
      asked === "pause"
        ? { kind: "activity", step: "work_paused", reason }
        : { kind: "transition", transition: "cannot_complete", reason };
    await act(job.order, action);
    setAsked(null);
  };
  const hold = () => act(job.order, { kind: "transition", transition: "hold", reason: waiting });
  // From a pause, only going on is possible; and one step ahead is where the large button leads.
  if (work === "paused") {
    return null;
  }
  return (
    <>
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={50} aria-label={t("step.more")}>
            <IconDotsVertical size={22} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {work === "assigned" && (
            <Menu.Item onClick={() => void onStep("arrived")}>{t("step.arrived")}</Menu.Item>
          )}
          {before && work !== "on_site" && (
            <Menu.Item onClick={() => void onStep("work_started")}>
              {t("step.work_started")}
            </Menu.Item>
          )}
          {work === "on_site" && <Menu.Label>{t("step.startFirst")}</Menu.Label>}
          {work === "working" && (
            <>
              <Menu.Item onClick={() => setAsked("pause")}>{t("step.pause.do")}</Menu.Item>
              <Menu.Item onClick={() => void hold()}>{t("step.hold.do")}</Menu.Item>
              <Menu.Item c="var(--mantine-color-error)" onClick={() => setAsked("cannot_complete")}>
                {t("step.cannot_complete.do")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked && (
        <ReasonDialog
          opened
          title={t(`step.${asked}.do`)}
          help={t(`step.${asked}.help`)}
          confirm={t(`step.${asked}.do`)}
          danger={asked === "cannot_complete"}
          busy={false}
          error={null}
          onConfirm={(reason) => void confirm(reason)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
