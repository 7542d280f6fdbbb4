// How an entry of the queue becomes a call of the API.
import { api, authorisedFetch, call, keyed } from "../../../api/client";
import { type Problem, ProblemError, problemOf, readProblem } from "../../../api/problem";
import type { Entry } from "./db";
import type { Action } from "./work";

export async function send(entry: Entry): Promise<Problem | null> {
  try {
    await sendAction(entry, entry.action);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

function sendAction({ orderId, at, key }: Entry, action: Action): Promise<unknown> {
  const params = { path: { id: orderId } };
  switch (action.kind) {
    case "activity": {
      const { step, reason, position } = action;
      return call(
        api.POST("/api/v1/orders/{id}/activity", {
          params,
          body: { kind: step, at, reason, position },
          ...keyed(key),
        }),
      );
    }
    case "transition": {
      const { transition, reason } = action;
      return call(
        api.POST("/api/v1/orders/{id}/transitions", {
          params,
          body: { transition, reason },
          ...keyed(key),
        }),
      );
    }
    case "progress": {
      const { comment, minutes } = action;
      return call(
        api.POST("/api/v1/orders/{id}/progress", {
          params,
          body: { comment, minutes },
          ...keyed(key),
        }),
      );
    }
    case "material": {
      const { materialId, quantity } = action;
      return call(
        api.POST("/api/v1/orders/{id}/materials", {
          params,
          body: { materialId, quantity },
          ...keyed(key),
        }),
      );
    }
    case "file":
      return sendFile(orderId, key, action);
  }
}

async function sendFile(
  orderId: string,
  key: string,
  { name, mediaType, bytes, position }: Extract<Action, { kind: "file" }>,
): Promise<void> {
  const url = new URL(`/api/v1/orders/${orderId}/evidence`, location.origin);
  url.searchParams.set("name", name);
  if (position) {
    url.searchParams.set("latitude", String(position.latitude));
    url.searchParams.set("longitude", String(position.longitude));
  }
  const response = await authorisedFetch(
    new Request(url, {
      method: "POST",
      headers: { ...keyed(key).headers, "content-type": mediaType },
      body: bytes,
    }),
  );
  if (!response.ok) {
    throw new ProblemError(readProblem(response, await response.json().catch(() => null)));
  }
}
