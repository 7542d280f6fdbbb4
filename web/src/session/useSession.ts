import { useSyncExternalStore } from "react";
import type { Role } from "../api/types";
import permissions from "./permissions.json";
import { type Person, type SessionState, session } from "./session";

export type Permission = keyof typeof permissions;

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** Whoever is signed in; only for what is shown inside of the shell. */
export function usePerson(): Person {
  const state = useSession();
  if (state.phase !== "in") {
    throw new Error("usePerson outside of the shell");
  }
  return state.person;
}

/** Whether the roles hold the permission, by the server's own table. It only decides what is shown. */
export function may(roles: readonly Role[], permission: Permission): boolean {
  const row: Partial<Record<Role, string>> = permissions[permission];
  return roles.some((role) => row[role] !== undefined);
}

export function useMay(permission: Permission): boolean {
  return may(usePerson().roles, permission);
}
