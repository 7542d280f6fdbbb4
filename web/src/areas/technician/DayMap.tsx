// The day's places, numbered in the order of the list. Without tiles (none configured, or no
// network) the numbers still say how the places lie.
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { mapTiles } from "../../app/mapTiles";
import type { Job } from "./offline/db";
import classes from "./technician.module.css";

export default function DayMap({ jobs }: { jobs: Job[] }) {
  const { t } = useTranslation("technician");
  const box = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    if (!box.current) {
      return;
    }
    const map = L.map(box.current, { attributionControl: false });
    if (mapTiles()) {
      L.tileLayer(mapTiles()).addTo(map);
    }
    const places: L.LatLngTuple[] = [];
    for (const [index, { order }] of jobs.entries()) {
      const { position } = order.site;
      if (position) {
        const place: L.LatLngTuple = [position.latitude, position.longitude];
        places.push(place);
        const label = `${index + 1}. ${order.title}`;
        const icon = L.divIcon({
          className: classes.pin,
          html: String(index + 1),
          iconSize: [32, 32],
        });
        L.marker(place, { icon, alt: label, title: label })
          .addTo(map)
          .on(
            "click",
            () => void navigate({ to: "/technician/jobs/$orderId", params: { orderId: order.id } }),
          );
      }
    }
    if (places.length > 0) {
      map.fitBounds(L.latLngBounds(places), { padding: [40, 40], maxZoom: 15 });
    }
    return () => void map.remove();
  }, [jobs, navigate]);
  return <section ref={box} className={classes.map} aria-label={t("today.map")} />;
}
