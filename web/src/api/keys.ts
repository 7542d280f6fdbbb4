// The names of what is read from the server. Whatever begins with a key goes old with it.
export const keys = {
  me: ["me"] as const,
  sessions: ["me", "sessions"] as const,
  people: ["people"] as const,
  orders: ["orders"] as const,
  /** The order and all that hangs on it: `[...keys.order(id), "comments"]`. */
  order: (id: string) => ["order", id] as const,
  customers: ["customers"] as const,
  catalogues: ["catalogues"] as const,
  technicians: ["technicians"] as const,
  visits: ["visits"] as const,
  queue: ["queue"] as const,
  materials: ["materials"] as const,
  reports: ["reports"] as const,
  notifications: ["notifications"] as const,
};
