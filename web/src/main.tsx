import "@mantine/core/styles.css";
import "./app/global.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startWords } from "./i18n";
import { leftAlone } from "./session/idle";
import { session } from "./session/session";

const root = document.getElementById("root");
if (!root) {
  throw new Error("index.html has no #root");
}

const forgotten = leftAlone();
// The screen that comes next is fetched while the words and the session are.
const next = session.wasIn ? import("./app/shell/Shell") : import("./session/SignIn");
await Promise.all([startWords(), session.resume(), next]);
if (forgotten && session.snapshot().phase === "in" && navigator.onLine) {
  await session.signOut("idle");
}
createRoot(root).render(<App />);
