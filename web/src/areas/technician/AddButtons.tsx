// What is added to a job along the way: photos, progress, material, the customer's signature.
import { Button, SimpleGrid } from "@mantine/core";
import { IconCamera, IconClipboardText, IconPackage, IconWritingSign } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { showDone, showProblem } from "../../kit/toasts";
import type { Job } from "./offline/db";
import { act } from "./offline/engine";
import { compressed } from "./photo";
import { positionNow } from "./position";

const ProgressDialog = lazy(() => import("./ProgressDialog"));
const MaterialDialog = lazy(() => import("./MaterialDialog"));
const SignatureDialog = lazy(() => import("./SignatureDialog"));

type Opened = "progress" | "material" | "signature" | null;

export function AddButtons({ job }: { job: Job }) {
  const { t } = useTranslation("technician");
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        <PhotoButton job={job} />
        <Button
          variant="default"
          leftSection={<IconClipboardText size={18} aria-hidden />}
          onClick={() => setOpened("progress")}
        >
          {t("progress.do")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPackage size={18} aria-hidden />}
          onClick={() => setOpened("material")}
        >
          {t("material.do")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconWritingSign size={18} aria-hidden />}
          onClick={() => setOpened("signature")}
        >
          {t("signature.do")}
        </Button>
      </SimpleGrid>
      <Suspense>
        {opened === "progress" && (
          <ProgressDialog
            onSave={(action) => void act(job.order, action).then(close)}
            onClose={close}
          />
        )}
        {opened === "material" && (
          <MaterialDialog
            onSave={(action) => void act(job.order, action).then(close)}
            onClose={close}
          />
        )}
        {opened === "signature" && (
          <SignatureDialog
            code={job.order.code}
            onSave={(action) => void act(job.order, action).then(close)}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

function PhotoButton({ job }: { job: Job }) {
  const { t } = useTranslation("technician");
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const take = async (files: FileList | null) => {
    setBusy(true);
    try {
      const position = await positionNow();
      for (const file of files ?? []) {
        const at = Date.now();
        const bytes = await compressed(file);
        const name = `${job.order.code}-${new Date(at).toISOString().replaceAll(":", "")}.jpg`;
        await act(job.order, { kind: "file", name, mediaType: "image/jpeg", bytes, position }, at);
      }
      showDone(t("photo.done"));
    } catch (error) {
      showProblem(error);
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconCamera size={18} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t("photo.do")}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t("photo.do")}
        onChange={(event) => {
          void take(event.currentTarget.files).then(() => {
            if (input.current) {
              input.current.value = "";
            }
          });
        }}
      />
    </>
  );
}
