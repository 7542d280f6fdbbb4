import type { Role } from "../api/types";
import { administratorArea } from "../areas/administrator/area";
import { clientArea } from "../areas/client/area";
import { operatorArea } from "../areas/operator/area";
import { supervisorArea } from "../areas/supervisor/area";
import { technicianArea } from "../areas/technician/area";
import type { Area } from "./area";

/** In the order in which somebody with several roles meets them. */
const areas: Area[] = [operatorArea, supervisorArea, administratorArea, technicianArea, clientArea];

export function areasOf(roles: readonly Role[]): Area[] {
  return areas.filter((area) => roles.includes(area.role));
}
