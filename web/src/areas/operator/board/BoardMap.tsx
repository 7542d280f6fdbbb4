// Sites and technicians. With tiles where an address is configured; else on a plain ground, which needs
// no network.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { mapTiles } from "../../../app/mapTiles";
import classes from "./board.module.css";

export interface Spot {
  id: string;
  kind: "waiting" | "visit" | "technician";
  latitude: number;
  longitude: number;
  label: string;
  selected: boolean;
}

interface BoardMapProps {
  spots: Spot[];
  onSelect: (spot: Spot) => void;
}

const kinds: Spot["kind"][] = ["waiting", "visit", "technician"];
const toneOf = (kind: Spot["kind"]) => (classes as Record<string, string>)[kind] ?? "";
const radius = { waiting: 7, visit: 6, technician: 9 };

export function BoardMap({ spots, onSelect }: BoardMapProps) {
  const { t } = useTranslation("operator");
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map>(null);
  const layer = useRef<L.LayerGroup>(null);
  const fitted = useRef(false);
  useEffect(() => {
    if (!box.current) {
      return;
    }
    const made = L.map(box.current, { zoomControl: false, attributionControl: false }).setView(
      [4.65, -74.1],
      6,
    );
    L.control.zoom({ zoomInTitle: t("map.in"), zoomOutTitle: t("map.out") }).addTo(made);
    const tiles = mapTiles();
    if (tiles) {
      L.tileLayer(tiles, { maxZoom: 19 }).addTo(made);
    }
    map.current = made;
    layer.current = L.layerGroup().addTo(made);
    fitted.current = false;
    const watch = new ResizeObserver(() => made.invalidateSize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.remove();
    };
  }, [t]);
  useEffect(() => {
    const group = layer.current;
    if (!group || !map.current) {
      return;
    }
    group.clearLayers();
    for (const spot of spots) {
      L.circleMarker([spot.latitude, spot.longitude], {
        radius: radius[spot.kind] + (spot.selected ? 4 : 0),
        className: `${classes.spot} ${toneOf(spot.kind)}`,
        weight: spot.selected ? 4 : 2,
      })
        .bindTooltip(textNode(spot.label))
        .on("click", () => onSelect(spot))
        .addTo(group);
    }
    const chosen = spots.find((spot) => spot.selected);
    if (!fitted.current && spots.length > 0) {
      fitted.current = true;
      map.current.fitBounds(
        spots.map((spot): L.LatLngTuple => [spot.latitude, spot.longitude]),
        { padding: [24, 24], maxZoom: 14 },
      );
    } else if (chosen && !map.current.getBounds().contains([chosen.latitude, chosen.longitude])) {
      map.current.panTo([chosen.latitude, chosen.longitude]);
    }
  }, [spots, onSelect]);
  return (
    <div className={classes.mapFrame}>
      <div ref={box} className={classes.map} role="application" aria-label={t("board.map")} />
      <ul className={classes.legend}>
        {kinds.map((kind) => (
          <li key={kind}>
            <span className={`${classes.key} ${toneOf(kind)}`} aria-hidden />
            {t(`map.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Titles are people's words: never read as HTML. */
function textNode(label: string): HTMLElement {
  const element = document.createElement("span");
  element.textContent = label;
  return element;
}
