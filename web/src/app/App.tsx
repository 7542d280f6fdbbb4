import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, StrictMode, Suspense, useEffect } from "react";
import { problemOf } from "../api/problem";
import { showProblem, useToastsWanted } from "../kit/toasts";
import { session } from "../session/session";
import { router } from "./router";
import { cssVariables, nonce, theme } from "./theme";

setNonce(nonce);

const Toasts = lazy(() =>
  import("./Toasts").then(({ Toasts: component }) => ({ default: component })),
);

/** A refusal stays one; what may pass is tried again. */
function mayPass(failures: number, error: unknown): boolean {
  const { status } = problemOf(error);
  return failures < 2 && (status === 0 || status >= 502);
}

const queries = new QueryClient({
  defaultOptions: {
    // The event stream tells what is old; a minute is for the time when it is away.
    queries: { staleTime: 60_000, retry: mayPass },
  },
  mutationCache: new MutationCache({
    // A form shows its own problems; `meta: { quiet: true }` says so.
    onError: (error, _variables, _context, mutation) => {
      if (!mutation.meta?.quiet) {
        showProblem(error);
      }
    },
  }),
});

/** What one person has read is not left for the next, and a page follows the session of all tabs. */
function useSessionChanges(): void {
  useEffect(() => {
    let known = personId();
    return session.subscribe(() => {
      if (personId() !== known) {
        known = personId();
        queries.clear();
        void router.invalidate();
      }
    });
  }, []);
}

function personId(): string | undefined {
  const state = session.snapshot();
  return state.phase === "in" ? state.person.id : undefined;
}

export function App() {
  useSessionChanges();
  const toasts = useToastsWanted();
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Suspense>{toasts && <Toasts />}</Suspense>
        <QueryClientProvider client={queries}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
