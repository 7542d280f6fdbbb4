import { notFound } from "@tanstack/react-router";
import type { Role } from "../api/types";
import { session } from "../session/session";

/** For beforeLoad of an area: what is not one's own does not exist. The server decides in the end. */
export function only(role: Role): () => void {
  return () => {
    const state = session.snapshot();
    if (state.phase !== "in" || !state.person.roles.includes(role)) {
      throw notFound();
    }
  };
}
