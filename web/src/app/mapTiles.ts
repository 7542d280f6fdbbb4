/** Where maps get their tiles from (gateway.map_tiles); empty: they are drawn without. */
export function mapTiles(): string {
  const given = document.querySelector<HTMLMetaElement>('meta[name="map-tiles"]')?.content ?? "";
  return given.includes("://") ? given : "";
}
