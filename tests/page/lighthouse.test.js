// Lighthouse on the built page: what a stranger's phone meets first. The best of three runs counts
// for speed, because the machine does other things meanwhile.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSuite } from "./harness.js";

const lighthouse = fileURLToPath(new URL("node_modules/.bin/lighthouse", import.meta.url));
const runs = 3;
const wanted = { performance: 0.9, accessibility: 1, "best-practices": 0.95 };
let suite;
before(async () => {
  suite = await startSuite();
});
after(async () => {
  await suite?.stop();
});

async function scores() {
  const folder = await mkdtemp(join(tmpdir(), "microflow-lighthouse-"));
  const report = join(folder, "report.json");
  await promisify(execFile)(
    lighthouse,
    [
      `${suite.url}/sign-in`,
      "--quiet",
      "--chrome-flags=--headless=new --no-sandbox",
      `--only-categories=${Object.keys(wanted).join(",")}`,
      "--output=json",
      `--output-path=${report}`,
    ],
    { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" } },
  );
  const { categories } = JSON.parse(await readFile(report, "utf8"));
  await rm(folder, { recursive: true });
  return Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, score]));
}

describe("Lighthouse", () => {
  it("finds the page fast, accessible and well built", async () => {
    const best = {};
    for (let run = 0; run < runs; ++run) {
      for (const [category, score] of Object.entries(await scores())) {
        best[category] = Math.max(best[category] ?? 0, score);
      }
      if (Object.entries(wanted).every(([category, least]) => best[category] >= least)) {
        break;
      }
    }
    console.log(`lighthouse: ${JSON.stringify(best)}`);
    for (const [category, least] of Object.entries(wanted)) {
      assert.ok(best[category] >= least, `${category}: ${best[category]} instead of ${least}`);
    }
  });
});
