// Calls of the API, typed by the document that the server serves. Each carries the session's access
// token; one that is refused as too old is sent once more with a new one. What fails throws a
// ProblemError.
import createClient, { type FetchResponse } from "openapi-fetch";
import { session } from "../session/session";
import { ProblemError, readProblem, unreachable } from "./problem";
import type { paths } from "./schema";

function withToken(request: Request, token: string | undefined): Request {
  const sent = request.clone();
  if (token) {
    sent.headers.set("authorization", `Bearer ${token}`);
  }
  return sent;
}

/** fetch as whoever is signed in. */
export async function authorisedFetch(request: Request): Promise<Response> {
  const token = await session.token();
  const response = await fetch(withToken(request, token));
  if (response.status !== 401 || !token) {
    return response;
  }
  const renewed = await session.renew(token);
  return renewed ? fetch(withToken(request, renewed)) : response;
}

export const api = createClient<paths>({
  baseUrl: typeof location === "undefined" ? "http://localhost" : location.origin,
  fetch: authorisedFetch,
});

/** The answer's body, or a ProblemError. `await call(api.GET("/api/v1/orders/{id}", …))` */
export async function call<
  T extends Record<string | number, unknown>,
  O,
  M extends `${string}/${string}`,
>(answer: Promise<FetchResponse<T, O, M>>): Promise<NonNullable<FetchResponse<T, O, M>["data"]>> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    throw cause instanceof TypeError ? new ProblemError(unreachable) : cause;
  });
  if (!response.ok) {
    throw new ProblemError(readProblem(response, error));
  }
  return data as NonNullable<FetchResponse<T, O, M>["data"]>;
}

/** Of one intent of the person's: the same key for each try of it. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Headers of a call that creates something. */
export function keyed(key: string) {
  return { headers: { "Idempotency-Key": key } };
}

/** Headers of a call that changes what the person saw at `version`. */
export function ifVersion(version: number) {
  return { headers: { "If-Match": `"${version}"` } };
}

/** A file that only the signed-in may read, as an object URL; the caller revokes it. */
export async function fetchFile(path: string): Promise<string> {
  const response = await authorisedFetch(new Request(new URL(path, location.origin)));
  if (!response.ok) {
    throw new ProblemError(readProblem(response, await response.json().catch(() => null)));
  }
  return URL.createObjectURL(await response.blob());
}
