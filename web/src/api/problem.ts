// What went wrong with a call, as the server words it (RFC 9457), or that nothing was reached at all.
import type { TFunction } from "i18next";

export interface FieldProblem {
  pointer: string;
  code: string;
  detail?: string;
}

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  requestId?: string;
  allowed?: string[];
  errors?: FieldProblem[];
  retryAfter?: number;
}

/** The one error that calls of the API throw. Status 0: the server was not reached. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

export const unreachable: Problem = { status: 0, code: "unreachable", title: "Not reached" };

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  // What fetch throws when there is no network.
  if (error instanceof TypeError) {
    return unreachable;
  }
  return { status: 500, code: "page_error", title: "Error" };
}

export function readProblem(response: Response, body: unknown): Problem {
  const given = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  const wait = Number(response.headers.get("retry-after"));
  return {
    ...given,
    status: response.status,
    code: given.code ?? "unknown",
    title: given.title ?? response.statusText,
    requestId: given.requestId ?? response.headers.get("x-request-id") ?? undefined,
    retryAfter: wait > 0 ? wait : undefined,
  };
}

/** One sentence for a person: ours for a known code or status, else the server's. */
export function problemText(t: TFunction<"common">, error: unknown): string {
  const problem = problemOf(error);
  const known = t(`problem.${problem.code}` as "problem.unreachable", {
    defaultValue: "",
    seconds: problem.retryAfter ?? 1,
    minutes: Math.ceil((problem.retryAfter ?? 60) / 60),
  });
  if (known !== "") {
    return known;
  }
  if (problem.status >= 500) {
    return t("problem.server", { requestId: problem.requestId ?? "–" });
  }
  return problem.detail ?? problem.title;
}

/** The server's word on each field of a form, by the field's name ("/window/from" → "window.from"). */
export function fieldProblems(error: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { pointer, detail, code } of problemOf(error).errors ?? []) {
    fields[pointer.slice(1).replaceAll("/", ".")] = detail ?? code;
  }
  return fields;
}
