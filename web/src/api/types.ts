// Short names for the shapes of the generated schema.
import type { paths } from "./schema";

type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : never;
type Get<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: infer Answer } };
}
  ? Json<Answer>
  : never;
type Item<List> = List extends { items: (infer One)[] } ? One : never;
export type ListOf<Path extends keyof paths> = Item<Get<Path>>;
export type QueryOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? NonNullable<Query>
  : never;

export type Order = Get<"/api/v1/orders/{id}">;
export type OrderRow = ListOf<"/api/v1/orders">;
export type OrderFilter = QueryOf<"/api/v1/orders">;
export type OrderStatus = Order["status"];
export type Priority = Order["priority"];
export type Transition = NonNullable<Order["allowedTransitions"]>[number];
export type TimelineEntry = ListOf<"/api/v1/orders/{id}/timeline">;
export type Comment = ListOf<"/api/v1/orders/{id}/comments">;
export type Evidence = ListOf<"/api/v1/orders/{id}/evidence">;
export type Assignment = ListOf<"/api/v1/orders/{id}/assignments">;
export type MaterialLine = ListOf<"/api/v1/orders/{id}/materials">;
export type Notification = ListOf<"/api/v1/notifications">;
export type Customer = ListOf<"/api/v1/customers">;
export type Site = ListOf<"/api/v1/customers/{id}/sites">;
export type OrderType = ListOf<"/api/v1/order-types">;
export type Technician = ListOf<"/api/v1/technicians">;
export type Visit = ListOf<"/api/v1/visits">;
export type SessionRow = ListOf<"/api/v1/users/me/sessions">;
export type Me = Get<"/api/v1/users/me">;
export type Role = Me["roles"][number];
