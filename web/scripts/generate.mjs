// Writes what the page knows of the server from what the server says of itself:
//   src/api/schema.d.ts           from the OpenAPI document that the binary serves
//   src/session/permissions.json  from docs/permissions.md, which is made from the permission table
// With --check nothing is written, and the exit code is 1 where a file differs.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = resolve(root, process.env.MICROFLOW_BINARY ?? "build/release/microflow");
const head =
  "// Made by `npm run generate` from the OpenAPI document of the suite. Not edited by hand.\n";

/** The document, asked of a suite that is started for it. */
async function document() {
  const data = await mkdtemp(join(tmpdir(), "microflow-openapi-"));
  const suite = spawn(binary, ["up", "--data", data, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const address = await new Promise((resolve, reject) => {
      suite.once("error", reject);
      suite.once("exit", (code) => reject(new Error(`${binary} ended with ${code}`)));
      suite.stdout.on("data", (text) => {
        const found = /listens on (\S+)/.exec(String(text));
        if (found) {
          resolve(found[1]);
        }
      });
    });
    const answer = await fetch(`${address}/api/openapi.json`);
    return await answer.json();
  } finally {
    suite.removeAllListeners("exit");
    const ended = new Promise((resolve) => suite.once("exit", resolve));
    suite.kill("SIGTERM");
    await ended;
    await rm(data, { recursive: true });
  }
}

/** {permission: {role: reach}} of the page's one table. */
function permissions(page) {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const cells = (row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const roles = cells(rows[0]).slice(1);
  const table = {};
  for (const row of rows.slice(2)) {
    const [name, ...reaches] = cells(row);
    const granted = roles.map((role, at) => [role, reaches[at]]).filter(([, reach]) => reach);
    table[name.replaceAll("`", "")] = Object.fromEntries(granted);
  }
  return table;
}

const made = {
  "src/api/schema.d.ts": async () =>
    head + astToString(await openapiTS(await document(), { alphabetize: true })),
  "src/session/permissions.json": async () => {
    const page = await readFile(join(root, "docs/permissions.md"), "utf8");
    return `${JSON.stringify(permissions(page), null, 2)}\n`;
  },
};

const check = process.argv.includes("--check");
for (const [name, make] of Object.entries(made)) {
  const path = join(root, "web", name);
  const text = await make();
  if (!check) {
    await writeFile(path, text);
  } else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
    console.error(`web/${name} is not what the suite says: run npm run generate`);
    process.exitCode = 1;
  }
}
