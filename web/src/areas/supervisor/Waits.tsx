// How long orders take to be assigned, started and finished: the middle one of each.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Summary } from "./Figures";

const waits = ["timeToAssign", "timeToStart", "timeToFinish"] as const;

interface WaitsProps {
  summary: Summary;
  tile: (name: string, value: string) => ReactNode;
}

export function Waits({ summary, tile }: WaitsProps) {
  const { t, i18n } = useTranslation("supervisor");
  return waits.map((wait) =>
    tile(t(`figures.${wait}`), formatSpan(summary[wait].medianMinutes, i18n.language)),
  );
}

/** "45 min", "3,5 h", "2,1 d". */
export function formatSpan(minutes: number | undefined, language: string): string {
  if (minutes === undefined) {
    return "–";
  }
  const [value, unit] =
    minutes < 90
      ? [Math.round(minutes), "minute"]
      : minutes < 2_880
        ? [minutes / 60, "hour"]
        : [minutes / 1_440, "day"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(value);
}
