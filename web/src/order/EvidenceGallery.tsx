// What proves the work. Pictures are fetched with the session's token and shown from memory; other
// files are saved on demand.
import { Button, Card, Modal, SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { IconCamera, IconDownload, IconFile } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchFile } from "../api/client";
import type { Evidence, Order } from "../api/types";
import { EmptyState, Loading, ProblemAlert } from "../kit/states";
import { SiteTime } from "../kit/times";
import { showProblem } from "../kit/toasts";
import classes from "./order.module.css";
import { evidenceQuery } from "./queries";

const shownTypes = ["image/jpeg", "image/png", "image/webp", "image/gif"];

export function EvidenceGallery({ order }: { order: Order }) {
  const { t } = useTranslation(["order", "common"]);
  const query = useInfiniteQuery(evidenceQuery(order.id));
  const [large, setLarge] = useState<Evidence | null>(null);
  if (query.isPending) {
    return <Loading />;
  }
  if (query.isError) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const pieces = query.data.pages.flatMap((page) => page.items);
  if (pieces.length === 0) {
    return (
      <EmptyState icon={IconCamera} title={t("evidence.empty")} help={t("evidence.emptyHelp")} />
    );
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }}>
        {pieces.map((piece) => (
          <Piece
            key={piece.id}
            piece={piece}
            zone={order.site.timeZone}
            onOpen={() => setLarge(piece)}
          />
        ))}
      </SimpleGrid>
      {query.hasNextPage && (
        <Button variant="default" mt="md" onClick={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      <Modal
        opened={large !== null}
        onClose={() => setLarge(null)}
        title={large?.fileName}
        size="xl"
        centered
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        {large && <Picture piece={large} />}
      </Modal>
    </>
  );
}

interface PieceProps {
  piece: Evidence;
  zone: string;
  onOpen: () => void;
}

function Piece({ piece, zone, onOpen }: PieceProps) {
  const { t, i18n } = useTranslation("order");
  const picture = shownTypes.includes(piece.mediaType);
  return (
    <Card withBorder padding="sm">
      {picture ? (
        <UnstyledButton
          onClick={onOpen}
          aria-label={t("evidence.enlarge", { file: piece.fileName })}
        >
          <Picture piece={piece} />
        </UnstyledButton>
      ) : (
        <Button
          variant="default"
          leftSection={<IconFile size={18} aria-hidden />}
          rightSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void save(piece)}
        >
          {t("evidence.save")}
        </Button>
      )}
      <Text mt="xs" fw={600} truncate title={piece.fileName}>
        {piece.fileName}
      </Text>
      <Text size="sm" c="dimmed">
        {piece.technician.name} · <SiteTime at={piece.recordedAt} zone={zone} /> ·{" "}
        {sizeOf(piece.size, i18n.language)}
      </Text>
    </Card>
  );
}

function Picture({ piece }: { piece: Evidence }) {
  const { t } = useTranslation("order");
  const { data: url, isError } = useQuery({
    queryKey: ["file", piece.id],
    queryFn: () => fetchFile(piece.contentUrl),
    staleTime: Number.POSITIVE_INFINITY, // evidence never changes
    gcTime: 0,
  });
  useEffect(() => () => void (url && setTimeout(() => URL.revokeObjectURL(url), 60_000)), [url]);
  if (isError) {
    return <Text c="dimmed">{t("evidence.unreadable")}</Text>;
  }
  return url ? (
    <img className={classes.picture} src={url} alt={piece.fileName} />
  ) : (
    <div className={classes.picture} />
  );
}

async function save(piece: Evidence): Promise<void> {
  try {
    const url = await fetchFile(piece.contentUrl);
    const link = document.createElement("a");
    link.href = url;
    link.download = piece.fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    showProblem(error);
  }
}

function sizeOf(bytes: number, language: string): string {
  const large = bytes >= 1_000_000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: large ? "megabyte" : "kilobyte",
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / 1e6 : Math.max(1, bytes / 1e3));
}
