import { Button } from "@mantine/core";
import { IconCloudCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Page } from "../../kit/Page";
import { Panel } from "../../kit/Panel";
import { EmptyState, Loading } from "../../kit/states";
import { usePerson } from "../../session/useSession";
import { store } from "./offline/db";
import { wake } from "./offline/engine";
import { hurry } from "./offline/queue";
import { useQueue } from "./offline/useStore";
import { UnsentList } from "./UnsentList";

export function UnsentPage() {
  const { t } = useTranslation("technician");
  const { id } = usePerson();
  const queue = useQueue();
  return (
    <Page
      title={t("unsent.title")}
      subtitle={t("unsent.help")}
      actions={
        queue &&
        queue.length > 0 && (
          <Button onClick={() => void hurry(store, id).then(wake)}>{t("unsent.now")}</Button>
        )
      }
    >
      {!queue ? (
        <Loading />
      ) : queue.length === 0 ? (
        <EmptyState icon={IconCloudCheck} title={t("unsent.empty")} help={t("unsent.emptyHelp")} />
      ) : (
        <Panel>
          <UnsentList entries={queue} code />
        </Panel>
      )}
    </Page>
  );
}
