// The page as people meet it: Debian's Chromium, driven by playwright-core, against a real suite
// with the demo company in a temporary folder.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = resolve(root, process.env.MICROFLOW_BINARY ?? "build/release/microflow");
const screens = process.env.MICROFLOW_WRITE_SCREENS === "1" ? join(root, "docs/screens") : null;
const patience = 15_000; // for what the page shows in the end, on a busy machine

/** A running suite with its logins; stop() ends it and removes its folder. */
export async function startSuite() {
  const data = await mkdtemp(join(tmpdir(), "microflow-page-"));
  const suite = spawn(binary, ["up", "--demo", "--data", data, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, MICROFLOW_GATEWAY_WEB_ROOT: join(root, "build/web") },
  });
  let said = "";
  const url = await new Promise((resolve, reject) => {
    const listen = (text) => {
      said += text;
      const found = /listens on (\S+)/.exec(said);
      if (found) {
        resolve(found[1]);
      }
    };
    suite.stdout.on("data", listen);
    suite.stderr.on("data", listen);
    suite.once("error", reject);
    suite.once("exit", (code) => reject(new Error(`microflow ended with ${code}\n${said}`)));
  });
  const logins = JSON.parse(await readFile(join(data, "demo-logins.json"), "utf8"));
  return {
    url,
    logins,
    login: (role) => logins.find((login) => login.role === role),
    async stop() {
      const ended = new Promise((resolve) => suite.once("exit", resolve));
      suite.kill("SIGTERM");
      await ended;
      await rm(data, { recursive: true });
    },
  };
}

/** The API as one person, beside the browser: to prepare and to check on the server. */
export async function apiOf(suite, { username, password }) {
  const post = (path, body, headers = {}) =>
    fetch(suite.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const { accessToken } = await (await post("/api/v1/auth/login", { username, password })).json();
  const authorization = { authorization: `Bearer ${accessToken}` };
  const answer = async (response) => {
    const text = await response.text();
    assert.ok(response.ok, `${response.url}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  return {
    get: async (path) => answer(await fetch(suite.url + path, { headers: authorization })),
    post: async (path, body) => answer(await post(path, body, authorization)),
    upload: async (path, type, body) =>
      answer(
        await fetch(suite.url + path, {
          method: "POST",
          headers: { "content-type": type, ...authorization },
          body,
        }),
      ),
  };
}

/** A new order that the first client asks for. */
export async function orderOfClient(suite, title = "El teléfono no tiene tono") {
  const login = suite.login("client");
  const client = await apiOf(suite, login);
  const { items: customers } = await client.get("/api/v1/customers");
  const { items: sites } = await client.get(`/api/v1/customers/${customers[0].id}/sites`);
  const { items: types } = await client.get("/api/v1/order-types?limit=100");
  const order = await client.post("/api/v1/orders", {
    siteId: sites[0].id,
    typeId: types.find(({ code }) => code === "repair").id,
    title,
    description: "Desde esta mañana no se puede llamar.",
  });
  return { order, client, login };
}

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--force-prefers-reduced-motion"],
  });
}

// The machine's network interfaces come and go (containers); the page copes, and the console tells.
const noise = /ERR_NETWORK_CHANGED/;

export const desk = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** A person's browser with nobody signed in. What it complains of fails the test in close(). */
export async function visit(browser, suite, options = {}) {
  const { viewport = desk, locale = "es-CO", colorScheme = "light", timezoneId = "America/Bogota" } = options;
  const context = await browser.newContext({
    viewport, locale, colorScheme, timezoneId, baseURL: suite.url,
    isMobile: viewport.width < 500, hasTouch: viewport.width < 500,
  });
  context.setDefaultTimeout(patience);
  const complaints = [];
  const watch = (page) => {
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      const expected = noise.test(message.text()) || options.allow?.test(message.text());
      if (message.type() === "error" && !expected) {
        complaints.push(message.text());
      }
    });
  };
  context.on("page", watch);
  const page = await context.newPage();
  return {
    context,
    page,
    complaints,
    async close() {
      await context.close();
      assert.deepEqual(complaints, [], "what the browser complained of");
    },
  };
}

export async function signIn(page, { username, password }) {
  await page.goto("/");
  await page.locator("input[name=username]").fill(username);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("#main h1").waitFor();
}

/** Waits until nothing loads any more. */
export async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  await page.evaluate(() => document.fonts.ready);
}

/** What every screen must keep: no axe finding, nothing wider than the screen, no untranslated key. */
export async function checkScreen(page, name) {
  await settled(page);
  if (screens) {
    await mkdir(screens, { recursive: true });
    await page.screenshot({ path: join(screens, `${name}.png`) });
  }
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the screen`);
  const text = await page.locator("body").innerText();
  assert.doesNotMatch(text, /⟦/, `${name}: a key without a text`);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html, any }) => `  ${html}\n    ${any.map((a) => a.message).join("; ")}`).join("\n")}`,
  );
  assert.deepEqual(found, [], `${name}: axe`);
}

/** Every look that a screen can have: the check is run in each. */
export const looks = ["es", "en"].flatMap((language) =>
  ["light", "dark"].flatMap((colorScheme) =>
    [desk, phone].map((viewport) => ({
      name: `${language}-${colorScheme}-${viewport === phone ? "phone" : "desk"}`,
      options: { locale: language === "es" ? "es-CO" : "en-US", colorScheme, viewport },
    })),
  ),
);
