// The operator's day: what waits, who works when, and where. An order is dragged onto a technician or
// an hour; what breaks a rule asks for a reason, and each move can be undone.

import type { DragEndEvent, DragStartEvent } from "@dnd-kit/core";
import {
  DndContext,
  DragOverlay,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { ActionIcon, Button, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { orderTypesQuery } from "../../../api/catalogues";
import type { Technician, Visit } from "../../../api/types";
import { Page } from "../../../kit/Page";
import { Asked, Loading } from "../../../kit/states";
import { formatTime, viewerZone } from "../../../kit/times";
import { showProblem } from "../../../kit/toasts";
import { dayIn } from "../../../kit/zoned";
import type { Assignable } from "../AssignDialog";
import { type TimeWindow, useAssign, wantsReason } from "../assign";
import { useUndo } from "../undo";
import type { Spot } from "./BoardMap";
import classes from "./board.module.css";
import {
  isMovable,
  isOver,
  looseQuery,
  queueQuery,
  techniciansQuery,
  useHeardPositions,
  usePlaces,
  useVisitsOf,
  visitsQuery,
  type Waiting,
  zoneOf,
} from "./data";
import { nameWidth, TimelinePane } from "./TimelinePane";
import { addDays, axisOf, momentAt, type Scale } from "./timeline";
import { WaitingPane } from "./WaitingPane";

const AssignDialog = lazy(async () => ({
  default: (await import("../AssignDialog")).AssignDialog,
}));
const BoardMap = lazy(async () => ({ default: (await import("./BoardMap")).BoardMap }));

type Dragged = { order: Waiting } | { visit: Visit };
interface Dialog {
  order: Assignable;
  /** The order as it was before it was dropped somewhere. */
  before: Assignable;
  technicianId?: string;
  refusal?: unknown;
}
type PaneName = "waiting" | "technicians" | "map";
const panes: PaneName[] = ["waiting", "technicians", "map"];
const unknownMinutes = 60;

export function Board() {
  const { t, i18n } = useTranslation("operator");
  const queue = useQuery(queueQuery);
  const technicians = useQuery(techniciansQuery);
  const types = useQuery(orderTypesQuery);
  const zone = zoneOf(technicians.data, viewerZone);
  const [day, setDay] = useState<string | null>(null);
  const [scale, setScale] = useState<Scale>("day");
  const first = day ?? dayIn(zone);
  const axis = useMemo(() => axisOf(first, scale, zone), [first, scale, zone]);
  const visits = useQuery({ ...visitsQuery(axis), placeholderData: (before) => before });
  const visitsOf = useVisitsOf(visits.data);
  const loose = useQuery({ ...looseQuery(axis), placeholderData: (before) => before });
  const looseOf = useVisitsOf(loose.data);
  const [selected, setSelected] = useState<Assignable>();
  const [dialog, setDialog] = useState<Dialog>();
  const [dragged, setDragged] = useState<Dragged>();
  const [pane, setPane] = useState<PaneName>("waiting");
  const [named, setNamed] = useState("");
  const narrow = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));
  const pointer = usePointer(dragged !== undefined);
  const assign = useAssign();
  const offerUndo = useUndo();

  const ofWaiting = useCallback(
    (order: Waiting): Assignable => ({
      orderId: order.orderId,
      code: order.code,
      title: order.title,
      zone,
      window: order.window,
    }),
    [zone],
  );
  const ofVisit = useCallback(
    (visit: Visit): Assignable => ({
      orderId: visit.orderId,
      code: visit.orderCode,
      title: visit.title,
      zone,
      window: visit.window,
      technicianId: visit.technicianId,
    }),
    [zone],
  );
  const select = useCallback((order: Waiting) => setSelected(ofWaiting(order)), [ofWaiting]);
  const selectVisit = useCallback((visit: Visit) => setSelected(ofVisit(visit)), [ofVisit]);
  const openFor = useCallback(
    (order: Waiting) => setDialog({ order: ofWaiting(order), before: ofWaiting(order) }),
    [ofWaiting],
  );

  const minutesOf = (item: Dragged): number => {
    if ("visit" in item && item.visit.window) {
      const { from, to } = item.visit.window;
      return (Date.parse(to) - Date.parse(from)) / 60_000;
    }
    const type = types.data?.find((one) => "order" in item && one.name === item.order.typeName);
    return type?.estimatedMinutes ?? unknownMinutes;
  };

  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(undefined);
    const technician = over?.data.current?.technician as Technician | undefined;
    const item = active.data.current as Dragged | undefined;
    if (!technician || !item) {
      return;
    }
    const row = document.querySelector(`[data-row="${technician.id}"]`);
    const box = document.querySelector(`.${classes.timeline}`);
    if (!row || !box) {
      return;
    }
    const onName = pointer.current - box.getBoundingClientRect().left < nameWidth;
    const at = momentAt(axis, pointer.current - row.getBoundingClientRect().left - nameWidth);
    const window: TimeWindow | undefined = onName
      ? undefined
      : {
          from: new Date(at).toISOString(),
          to: new Date(at + minutesOf(item) * 60_000).toISOString(),
        };
    const order = "order" in item ? ofWaiting(item.order) : ofVisit(item.visit);
    if ("visit" in item && !window && item.visit.technicianId === technician.id) {
      return;
    }
    move(order, technician, window);
  };

  const move = (order: Assignable, technician: Technician, window: TimeWindow | undefined) => {
    const dialogFor = (refusal?: unknown) =>
      setDialog({
        order: { ...order, window: window ?? order.window },
        before: order,
        technicianId: technician.id,
        refusal,
      });
    if (order.technicianId) {
      dialogFor(); // taking it from somebody, or moving it, always wants a reason
      return;
    }
    assign.mutate(
      { orderId: order.orderId, technicianId: technician.id, window },
      {
        onSuccess: (made) => done(order, made.technicianName),
        onError: (error) => {
          if (wantsReason(error) !== null) {
            dialogFor(error);
          } else {
            showProblem(error);
          }
        },
      },
    );
  };

  const done = (order: Assignable, technician: string) => {
    offerUndo(order, technician);
    setDialog(undefined);
    setSelected(undefined);
  };

  const shownTechnicians = useMemo(() => {
    const sought = named.trim().toLocaleLowerCase();
    return (technicians.data ?? []).filter((one) => one.name.toLocaleLowerCase().includes(sought));
  }, [technicians.data, named]);

  const spots = useSpots(queue.data, visits.data, technicians.data, selected?.orderId);
  const selectSpot = useCallback(
    (spot: Spot) => {
      const waiting = queue.data?.find(({ orderId }) => orderId === spot.id);
      const visit = visits.data?.find(({ orderId }) => orderId === spot.id);
      if (waiting) {
        select(waiting);
      } else if (visit) {
        selectVisit(visit);
      }
    },
    [queue.data, visits.data, select, selectVisit],
  );

  const chosenVisit = visits.data?.find(
    (visit) => visit.orderId === selected?.orderId && !isOver(visit),
  );
  const draw: Record<PaneName, () => React.ReactNode> = {
    waiting: () => (
      <Asked query={queue}>
        {(orders) => (
          <WaitingPane
            orders={orders}
            selected={selected?.orderId}
            onSelect={select}
            onAssign={openFor}
          />
        )}
      </Asked>
    ),
    technicians: () => (
      <Asked query={technicians}>
        {() => (
          <TimelinePane
            axis={axis}
            technicians={shownTechnicians}
            visitsOf={visitsOf}
            looseOf={looseOf}
            selected={selected?.orderId}
            onSelect={selectVisit}
          />
        )}
      </Asked>
    ),
    map: () => (
      <Suspense fallback={<Loading />}>
        <BoardMap spots={spots} onSelect={selectSpot} />
      </Suspense>
    ),
  };
  const step = scale === "day" ? 1 : 7;
  const shownDay = formatTime(new Date(axis.start), i18n.language, zone, "day");
  return (
    <Page
      title={t("board.title")}
      wide
      actions={
        <>
          <TextInput
            aria-label={t("board.findTechnician")}
            placeholder={t("board.findTechnician")}
            value={named}
            onChange={(event) => setNamed(event.currentTarget.value)}
            size="sm"
          />
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t("board.before")}
              onClick={() => setDay(addDays(first, -step))}
            >
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
            <Button variant="default" size="sm" onClick={() => setDay(null)}>
              {first === dayIn(zone) ? t("board.today", { day: shownDay }) : shownDay}
            </Button>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t("board.after")}
              onClick={() => setDay(addDays(first, step))}
            >
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </Group>
          <SegmentedControl
            aria-label={t("board.scale")}
            data={[
              { value: "day", label: t("board.day") },
              { value: "week", label: t("board.week") },
            ]}
            value={scale}
            onChange={(value) => setScale(value as Scale)}
          />
        </>
      }
    >
      <Group className={classes.strip} gap="sm" role="status">
        {selected ? (
          <>
            <Text size="sm" fw={600}>
              {selected.code} · {selected.title}
            </Text>
            {chosenVisit && (
              <Text size="sm" c="dimmed">
                {chosenVisit.technicianName} · {t(`visit.${chosenVisit.status}`)}
              </Text>
            )}
            {(!selected.technicianId || (chosenVisit && isMovable(chosenVisit))) && (
              <Button
                size="compact-sm"
                onClick={() => setDialog({ order: selected, before: selected })}
              >
                {t(selected.technicianId ? "order.reassign" : "order.assign")}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              renderRoot={(props) => (
                <Link to="/orders/$orderId" params={{ orderId: selected.orderId }} {...props} />
              )}
            >
              {t("board.open")}
            </Button>
          </>
        ) : (
          <Text size="sm" c="dimmed">
            {t(narrow ? "board.helpTouch" : "board.help")}
          </Text>
        )}
      </Group>
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        onDragStart={({ active }: DragStartEvent) => setDragged(active.data.current as Dragged)}
        onDragCancel={() => setDragged(undefined)}
        onDragEnd={drop}
      >
        {narrow ? (
          <>
            <SegmentedControl
              fullWidth
              aria-label={t("board.pane")}
              data={panes.map((value) => ({ value, label: t(`board.${value}`) }))}
              value={pane}
              onChange={(value) => setPane(value as PaneName)}
            />
            <div className={classes.single}>{draw[pane]()}</div>
          </>
        ) : (
          <div className={classes.board}>
            {draw.waiting()}
            {draw.technicians()}
            {draw.map()}
          </div>
        )}
        <DragOverlay dropAnimation={null}>
          {dragged && (
            <div className={classes.dragged}>
              {"order" in dragged
                ? `${dragged.order.code} · ${dragged.order.title}`
                : `${dragged.visit.orderCode} · ${dragged.visit.title}`}
            </div>
          )}
        </DragOverlay>
      </DndContext>
      <Suspense>
        {dialog && (
          <AssignDialog
            order={dialog.order}
            technicianId={dialog.technicianId}
            refusal={dialog.refusal}
            onDone={(technician) => done(dialog.before, technician)}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
    </Page>
  );
}

/** Where the pointer is while something is dragged, across the window. */
function usePointer(active: boolean) {
  const at = useRef(0);
  useEffect(() => {
    if (!active) {
      return;
    }
    const follow = (event: PointerEvent) => {
      at.current = event.clientX;
    };
    window.addEventListener("pointermove", follow);
    return () => window.removeEventListener("pointermove", follow);
  }, [active]);
  return at;
}

/** A technician is where they said last, or else at the site where they work. */
function useSpots(
  queue: Waiting[] | undefined,
  visits: Visit[] | undefined,
  technicians: Technician[] | undefined,
  selected: string | undefined,
): Spot[] {
  const open = useMemo(() => (visits ?? []).filter((visit) => !isOver(visit)), [visits]);
  const ids = useMemo(
    () => [...(queue ?? []), ...open].map(({ orderId }) => orderId),
    [queue, open],
  );
  const places = usePlaces(ids);
  const heard = useHeardPositions();
  return useMemo(() => {
    const spots: Spot[] = [];
    const add = (id: string, kind: Spot["kind"], label: string, at = places[id]) => {
      if (at) {
        spots.push({ id, kind, label, selected: id === selected, ...at });
      }
    };
    for (const order of queue ?? []) {
      add(order.orderId, "waiting", `${order.code} · ${order.title}`);
    }
    for (const visit of open) {
      add(visit.orderId, "visit", `${visit.orderCode} · ${visit.technicianName}`);
    }
    for (const { id, name } of technicians ?? []) {
      const here = open.find(
        (visit) =>
          visit.technicianId === id && ["on_site", "working", "paused"].includes(visit.status),
      );
      add(id, "technician", name, heard[id] ?? (here && places[here.orderId]));
    }
    return spots;
  }, [queue, open, technicians, places, heard, selected]);
}
