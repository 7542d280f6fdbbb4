// Times are shown as the clock on the site's wall says, and the viewer's own clock beside it where
// that says something else.
import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export type TimeShape = "full" | "day" | "clock" | "ago";

const shapes: Record<Exclude<TimeShape, "ago">, Intl.DateTimeFormatOptions> = {
  full: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short" },
  clock: { hour: "2-digit", minute: "2-digit" },
};

export const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function formatTime(
  at: string | Date,
  language: string,
  zone: string,
  shape: Exclude<TimeShape, "ago"> = "full",
): string {
  return new Intl.DateTimeFormat(language, { ...shapes[shape], timeZone: zone }).format(
    new Date(at),
  );
}

/** "3 hours ago", "in 5 minutes". */
export function formatAgo(at: string | Date, language: string, now = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return words.format(Math.trunc(seconds / length), unit);
    }
  }
  return words.format(0, "second");
}

/** Draws anew each half minute, for what tells how long ago something was. */
export function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

interface SiteTimeProps {
  at: string;
  /** The site's zone; without it, the viewer's. */
  zone?: string;
  shape?: TimeShape;
}

export function SiteTime({ at, zone = viewerZone, shape = "full" }: SiteTimeProps) {
  const { t, i18n } = useTranslation();
  if (shape === "ago") {
    return <Ago at={at} zone={zone} />;
  }
  const there = formatTime(at, i18n.language, zone, shape);
  const here = formatTime(at, i18n.language, viewerZone, shape);
  return (
    <time dateTime={at}>
      {there}
      {there !== here && (
        <Text span c="dimmed" size="sm">
          {" "}
          {t("time.yours", { time: here })}
        </Text>
      )}
    </time>
  );
}

function Ago({ at, zone }: { at: string; zone: string }) {
  const { i18n } = useTranslation();
  const now = useMinute();
  return (
    <time dateTime={at} title={formatTime(at, i18n.language, zone)}>
      {formatAgo(at, i18n.language, now)}
    </time>
  );
}
