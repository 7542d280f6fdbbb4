// What the server has not heard of yet, and what it refused: then the person decides.
import { Button, Group, Stack, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../../api/client";
import { ProblemError, problemText } from "../../api/problem";
import { SiteTime } from "../../kit/times";
import { type Entry, store } from "./offline/db";
import { wake } from "./offline/engine";
import { discard, edit, retry } from "./offline/queue";
import type { Action } from "./offline/work";
import classes from "./technician.module.css";

const ProgressDialog = lazy(() => import("./ProgressDialog"));
const MaterialDialog = lazy(() => import("./MaterialDialog"));

export function UnsentList({ entries, code }: { entries: Entry[]; code?: boolean }) {
  return (
    <Stack gap="md" component="ol" m={0} p={0}>
      {entries.map((entry) => (
        <Row key={entry.seq} entry={entry} code={code} />
      ))}
    </Stack>
  );
}

function useActionName(): (action: Action) => string {
  const { t } = useTranslation("technician");
  return (action) => {
    switch (action.kind) {
      case "activity":
        return t(`step.${action.step}`);
      case "transition":
        return t(`step.${action.transition}.do`);
      case "progress":
        return t("unsent.progress", { minutes: action.minutes });
      case "material":
        return t("unsent.material", action);
      case "file":
        return t(action.mediaType === "image/png" ? "unsent.signature" : "unsent.photo", {
          size: Math.ceil(action.bytes.byteLength / 1024),
        });
    }
  };
}

function Row({ entry, code }: { entry: Entry; code?: boolean }) {
  const { t } = useTranslation(["technician", "common"]);
  const name = useActionName();
  return (
    <li className={classes.row}>
      <Text fw={600}>
        {code && `${entry.orderCode} · `}
        {name(entry.action)}
      </Text>
      <Text size="sm" c="dimmed">
        <SiteTime at={entry.at} />
        {!entry.problem && ` · ${t(entry.tries > 0 ? "unsent.again" : "unsent.waiting")}`}
      </Text>
      {entry.problem && <Refused entry={entry} />}
    </li>
  );
}

function Refused({ entry }: { entry: Entry }) {
  const { t } = useTranslation(["technician", "common"]);
  const { t: common } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { action, seq, problem } = entry;
  const then = (done: Promise<void>) => void done.then(wake);
  const save = (changed: Action) => {
    setEditing(false);
    then(edit(store, seq, changed, newKey()));
  };
  const dialog = { onSave: save, onClose: () => setEditing(false) };
  return (
    <>
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {t("unsent.refused")} {problem && problemText(common, new ProblemError(problem))}{" "}
        {problem?.errors?.map(({ detail }) => detail).join(" ")}
      </Text>
      <Group gap="xs" mt={6}>
        <Button size="xs" variant="default" onClick={() => then(retry(store, seq))}>
          {t("common:retry")}
        </Button>
        {(action.kind === "progress" || action.kind === "material") && (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            {t("unsent.edit")}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          c="var(--mantine-color-error)"
          onClick={() => then(discard(store, seq))}
        >
          {t("unsent.discard")}
        </Button>
      </Group>
      <Suspense>
        {editing && action.kind === "progress" && <ProgressDialog initial={action} {...dialog} />}
        {editing && action.kind === "material" && <MaterialDialog initial={action} {...dialog} />}
      </Suspense>
    </>
  );
}
