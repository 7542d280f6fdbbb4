// The areas of the catalogues and the type of their keys; types only, nothing of it is loaded.
import type administrator from "../locales/es/administrator.json";
import type client from "../locales/es/client.json";
import type common from "../locales/es/common.json";
import type operator from "../locales/es/operator.json";
import type order from "../locales/es/order.json";
import type profile from "../locales/es/profile.json";
import type shell from "../locales/es/shell.json";
import type supervisor from "../locales/es/supervisor.json";
import type technician from "../locales/es/technician.json";
import type tracking from "../locales/es/tracking.json";

export interface Catalogues {
  administrator: typeof administrator;
  client: typeof client;
  common: typeof common;
  operator: typeof operator;
  order: typeof order;
  profile: typeof profile;
  shell: typeof shell;
  supervisor: typeof supervisor;
  technician: typeof technician;
  tracking: typeof tracking;
}
