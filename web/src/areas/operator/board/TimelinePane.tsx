// Technicians as rows over a day or a week: the hours they work, how much they have, and their visits.
// Only the rows in view exist, so the board stays smooth with hundreds of technicians.
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { Menu, Progress, Text, UnstyledButton } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Technician, Visit } from "../../../api/types";
import { EmptyState } from "../../../kit/states";
import { formatTime, useMinute } from "../../../kit/times";
import classes from "./board.module.css";
import { isMovable, isOver } from "./data";
import { type Axis, laid, place, shiftsOn, stretchOf, widthOf } from "./timeline";

interface TimelinePaneProps {
  axis: Axis;
  technicians: Technician[];
  visitsOf: Map<string, Visit[]>;
  /** Given to somebody on an earlier day without a time, and not begun. */
  looseOf: Map<string, Visit[]>;
  selected: string | undefined;
  onSelect: (visit: Visit) => void;
}

export const nameWidth = 176;
const rowHeight = 60;
const full = 5; // open visits from which dispatch counts somebody as busy
const morning = 6; // o'clock, at the left edge of a day that is not today

export function TimelinePane(props: TimelinePaneProps) {
  const { axis, technicians, visitsOf, looseOf, selected, onSelect } = props;
  const { t } = useTranslation("operator");
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: technicians.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 5,
    getItemKey: (index) => technicians[index]?.id ?? index,
  });
  const { start, hour } = axis;
  useEffect(() => {
    const now = (Date.now() - start) / 3_600_000;
    const left = now > 0 && now < 24 ? Math.max(now - 1, 0) : morning;
    box.current?.scrollTo({ left: hour > 20 ? left * hour : 0 });
  }, [start, hour]);
  if (technicians.length === 0) {
    return <EmptyState icon={IconUserOff} title={t("board.noOne")} help={t("board.noOneHelp")} />;
  }
  const width = widthOf(axis) + nameWidth;
  return (
    <section
      ref={box}
      className={classes.timeline}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t("board.technicians")}
    >
      <Head axis={axis} width={width} />
      <div style={{ height: virtual.getTotalSize(), width, position: "relative" }}>
        <Now axis={axis} />
        {virtual.getVirtualItems().map((item) => {
          const technician = technicians[item.index];
          return technician ? (
            <Row
              key={item.key}
              top={item.start}
              axis={axis}
              technician={technician}
              visits={visitsOf.get(technician.id) ?? nothing}
              loose={looseOf.get(technician.id) ?? nothing}
              selected={selected}
              onSelect={onSelect}
            />
          ) : null;
        })}
      </div>
    </section>
  );
}
const nothing: Visit[] = [];

function Head({ axis, width }: { axis: Axis; width: number }) {
  const { i18n } = useTranslation();
  const marks =
    axis.days.length > 1
      ? axis.days.map((_, index) => index * 24)
      : Array.from({ length: 24 }, (_, index) => index);
  return (
    <div className={classes.head} style={{ width }} aria-hidden>
      {marks.map((hours) => (
        <span key={hours} style={{ left: nameWidth + hours * axis.hour }}>
          {formatTime(
            new Date(axis.start + hours * 3_600_000),
            i18n.language,
            axis.zone,
            axis.days.length > 1 ? "day" : "clock",
          )}
        </span>
      ))}
    </div>
  );
}

function Now({ axis }: { axis: Axis }) {
  const now = useMinute();
  return now > axis.start && now < axis.end ? (
    <div className={classes.now} style={{ left: nameWidth + place(axis, now) }} aria-hidden />
  ) : null;
}

interface RowProps {
  top: number;
  axis: Axis;
  technician: Technician;
  visits: Visit[];
  loose: Visit[];
  selected: string | undefined;
  onSelect: (visit: Visit) => void;
}

const Row = memo(function Row(props: RowProps) {
  const { top, axis, technician, visits, loose, selected, onSelect } = props;
  const { t } = useTranslation("operator");
  const { setNodeRef, isOver: hovered } = useDroppable({ id: technician.id, data: { technician } });
  const shifts = useMemo(() => shiftsOn(axis, technician), [axis, technician]);
  const bars = useMemo(() => laid(visits, stretchOf), [visits]);
  const height = (rowHeight - 8) / bars.lanes;
  return (
    <div
      ref={setNodeRef}
      className={classes.row}
      data-row={technician.id}
      data-hovered={hovered || undefined}
      style={{ top, height: rowHeight }}
    >
      <div className={classes.name} style={{ width: nameWidth }}>
        <Text size="sm" fw={600} lineClamp={1}>
          {technician.name}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {t("board.load", { open: technician.openVisits, full })}
          {loose.length > 0 && <Loose visits={loose} name={technician.name} onSelect={onSelect} />}
        </Text>
        <Progress
          value={Math.min(technician.openVisits / full, 1) * 100}
          color={technician.busy ? "red" : undefined}
          size={4}
          aria-label={t("board.loadOf", { name: technician.name })}
        />
      </div>
      {shifts.map((shift) => (
        <div
          key={shift.from}
          className={classes.shift}
          style={{
            left: nameWidth + place(axis, shift.from),
            width: place(axis, shift.to) - place(axis, shift.from),
          }}
          aria-hidden
        />
      ))}
      {bars.laid.map(({ item, lane }) => (
        <Bar
          key={item.id}
          axis={axis}
          visit={item}
          top={4 + lane * height}
          height={height - 2}
          selected={item.orderId === selected}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
});

interface LooseProps {
  visits: Visit[];
  name: string;
  onSelect: (visit: Visit) => void;
}

function Loose({ visits, name, onSelect }: LooseProps) {
  const { t } = useTranslation("operator");
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton
          className={classes.loose}
          aria-label={t("board.looseOf", { name, count: visits.length })}
        >
          {t("board.loose", { count: visits.length })}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {visits.map((visit) => (
          <Menu.Item key={visit.id} onClick={() => onSelect(visit)}>
            {visit.orderCode} · {visit.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface BarProps {
  axis: Axis;
  visit: Visit;
  top: number;
  height: number;
  selected: boolean;
  onSelect: (visit: Visit) => void;
}

function Bar({ axis, visit, top, height, selected, onSelect }: BarProps) {
  const { t, i18n } = useTranslation("operator");
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: `visit:${visit.id}`,
    data: { visit },
    disabled: !isMovable(visit),
  });
  const { from, to } = stretchOf(visit);
  const left = place(axis, from);
  const when = visit.window
    ? `${formatTime(visit.window.from, i18n.language, axis.zone, "clock")}–${formatTime(visit.window.to, i18n.language, axis.zone, "clock")}`
    : t("board.noTime");
  const label = `${visit.orderCode} ${visit.title}, ${when}, ${t(`visit.${visit.status}`)}`;
  return (
    <UnstyledButton
      ref={setNodeRef}
      {...listeners}
      className={classes.bar}
      data-over={isOver(visit) || undefined}
      data-state={visit.status}
      data-loose={!visit.window || undefined}
      data-movable={isMovable(visit) || undefined}
      data-dragging={isDragging || undefined}
      data-selected={selected || undefined}
      style={{
        left: nameWidth + left,
        width: Math.max(place(axis, to) - left, 24),
        top,
        height,
      }}
      title={label}
      aria-label={label}
      aria-pressed={selected}
      onClick={() => onSelect(visit)}
    >
      {visit.orderCode} · {visit.title}
    </UnstyledButton>
  );
}
