// The technician's day on a phone: with a network, and without one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { apiOf, checkScreen, looks, openBrowser, orderOfClient, phone, settled, signIn, startSuite, visit } from "./harness.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const comment = "Cambié el conector de la acometida y probé el tono.";
let suite;
let browser;
let login;
let operator;
before(async () => {
  suite = await startSuite();
  browser = await openBrowser();
  login = suite.login("technician");
  operator = await apiOf(suite, suite.login("supervisor"));
});
after(async () => {
  await browser?.close();
  await suite?.stop();
});

async function jobFor(title) {
  const { order } = await orderOfClient(suite, title);
  await operator.post(`/api/v1/orders/${order.id}/assignments`, {
    technicianId: login.userId,
    reason: "Está cerca del sitio.",
  });
  return order;
}

/** A picture as a camera makes it, too large for a slow network. */
async function photo(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#0b6b73";
    pen.fillRect(200, 200, 1200, 900);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return { name: "IMG_0001.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
}

async function open(page, order) {
  await page.getByText(`${order.code} ·`).click();
  await page.getByRole("heading", { level: 1, name: order.title }).waitFor();
}

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function unsentIs(page, count) {
  await page.locator(`[data-unsent="${count}"]`).waitFor({ timeout: 60_000 });
}

async function addPhoto(page) {
  await page.locator("input[type=file]").setInputFiles(await photo(page));
  await page.getByText("La foto quedó guardada en el teléfono.").first().waitFor();
}

async function addProgress(page) {
  await press(page, "Avance");
  await page.getByLabel("Qué hiciste").fill(comment);
  await page.getByLabel("Minutos trabajados").fill("35");
  await press(page, "Guardar");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function addMaterial(page) {
  await press(page, "Material");
  await page.getByRole("combobox", { name: /Material/ }).selectOption({ index: 1 });
  await press(page, "Guardar");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function statusIs(order, wanted) {
  let status;
  for (let tries = 0; tries < 60; tries += 1) {
    ({ status } = await operator.get(`/api/v1/orders/${order.id}`));
    if (status === wanted) {
      return;
    }
    await sleep(500);
  }
  assert.equal(status, wanted);
}

/** What the server has of an order: each kind of entry in its order. */
async function toldOf(order) {
  const { items: story } = await operator.get(`/api/v1/orders/${order.id}/timeline?limit=100`);
  const { items: evidence } = await operator.get(`/api/v1/orders/${order.id}/evidence`);
  const { items: progress } = await operator.get(`/api/v1/orders/${order.id}/progress`);
  const { items: materials } = await operator.get(`/api/v1/orders/${order.id}/materials`);
  const steps = story.filter(({ kind }) => /^(travel|arrived|work_)/.test(kind));
  return { steps, evidence, progress, materials };
}

const wholeDay = ["travel_started", "arrived", "work_started", "work_completed"];

/** A wire to the suite that can be cut, for all of a browser with its workers. */
async function wireTo(url) {
  const target = new URL(url);
  const open = new Set();
  let cut = false;
  const server = net.createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => open.delete(one) && other.destroy());
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      cut = true;
      for (const socket of open) {
        socket.destroy();
      }
    },
    mend() {
      cut = false;
    },
    close() {
      this.cut();
      server.close();
    },
  };
}

/** A browser that keeps its profile, and that can die without a word. */
async function phoneOf(profile) {
  const child = spawn(
    process.env.CHROMIUM ?? "/usr/bin/chromium",
    ["--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0", "--lang=es-CO", "--accept-lang=es-CO", `--user-data-dir=${profile}`],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, LANGUAGE: "es" } },
  );
  const address = await new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
      const found = /DevTools listening on (\S+)/.exec(said);
      if (found) {
        resolve(found[1]);
      }
    });
    child.once("exit", () => reject(new Error(said)));
  });
  const connection = await chromium.connectOverCDP(address);
  const [context] = connection.contexts();
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.setViewportSize(phone);
  return {
    context,
    page,
    async die() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      await connection.close().catch(() => undefined);
    },
  };
}

describe("the technician's day", () => {
  it("goes from signing in to a completed order with one thumb", async () => {
    const order = await jobFor("El internet se cae por las tardes");
    const visitor = await visit(browser, suite, { viewport: phone });
    const { page } = visitor;
    await signIn(page, login);
    await open(page, order);
    await press(page, "Salir hacia el sitio");
    await press(page, "Llegué al sitio");
    await press(page, "Empezar el trabajo");
    await page.getByText("Para terminar, toma al menos una foto.").waitFor();
    await addPhoto(page);
    await addProgress(page);
    await addMaterial(page);
    await press(page, "Terminar el trabajo");
    await page.getByText("Trabajo terminado").waitFor();
    await unsentIs(page, 0);
    await statusIs(order, "completed");
    const { steps, evidence, progress, materials } = await toldOf(order);
    assert.deepEqual(steps.map(({ kind }) => kind), wholeDay);
    assert.equal(evidence.length, 1);
    assert.equal(evidence[0].mediaType, "image/jpeg");
    assert.ok(evidence[0].size < 400_000, `${evidence[0].size} bytes`);
    assert.deepEqual(progress.map(({ minutes }) => minutes), [35]);
    assert.equal(materials.length, 1);
    await visitor.close();
  });

  it("shows what the server refused, and lets the person decide", async () => {
    const order = await jobFor("Instalar un segundo punto");
    const visitor = await visit(browser, suite, { viewport: phone, allow: /ERR_INTERNET_DISCONNECTED|40[49]/ });
    const { page, context } = visitor;
    await signIn(page, login);
    await open(page, order);
    await context.setOffline(true);
    await press(page, "Salir hacia el sitio");
    await unsentIs(page, 1);
    await operator.post(`/api/v1/orders/${order.id}/transitions`, { transition: "unassign", reason: "Cambio de turno." });
    await context.setOffline(false);
    await page.getByRole("alert").getByText("El servidor no lo aceptó.").waitFor();
    await checkScreen(page, "technician-refused-phone");
    await press(page, "Descartar");
    await unsentIs(page, 0);
    await visitor.close();
  });

  it("warns before a sign-out that would lose what is not sent", async () => {
    const order = await jobFor("Revisar el router");
    const visitor = await visit(browser, suite, { viewport: phone, allow: /ERR_INTERNET_DISCONNECTED/ });
    const { page, context } = visitor;
    await signIn(page, login);
    await open(page, order);
    await context.setOffline(true);
    await press(page, "Salir hacia el sitio");
    await unsentIs(page, 1);
    await page.getByRole("button", { name: /Cuenta de/ }).click();
    await page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
    await page.getByRole("dialog").getByText("Hay trabajo sin enviar").waitFor();
    await press(page, "Quedarme");
    await context.setOffline(false);
    await unsentIs(page, 0);
    await visitor.close();
  });
});

describe("a day without signal", () => {
  it("loses nothing and doubles nothing when the phone dies", async () => {
    const first = await jobFor("Cable roto en el poste");
    const second = await jobFor("Sin señal en el segundo piso");
    const wire = await wireTo(suite.url);
    const profile = await mkdtemp(join(tmpdir(), "microflow-phone-"));
    let device = await phoneOf(profile);
    await device.page.goto(wire.url);
    await signInAt(device.page);
    for (const order of [first, second]) {
      await device.page.getByText(`${order.code} ·`).waitFor();
    }
    await device.page.evaluate(() => navigator.serviceWorker.ready);
    await sleep(8_000); // the browser writes its small storage now and then

    wire.cut();
    await device.context.setOffline(true);
    await open(device.page, first);
    await press(device.page, "Salir hacia el sitio");
    await press(device.page, "Llegué al sitio");
    await press(device.page, "Empezar el trabajo");
    await addPhoto(device.page);
    await unsentIs(device.page, 4);
    await device.die();

    device = await phoneOf(profile);
    await device.page.goto(`${wire.url}/technician`);
    await unsentIs(device.page, 4);
    await open(device.page, first);
    await addProgress(device.page);
    await addMaterial(device.page);
    await press(device.page, "Terminar el trabajo");
    await device.page.goto(`${wire.url}/technician`);
    await open(device.page, second);
    await press(device.page, "Salir hacia el sitio");
    await unsentIs(device.page, 8);
    const left = Date.now();

    wire.mend();
    await sleep(300);
    await device.die(); // in the middle of sending
    device = await phoneOf(profile);
    await device.page.goto(wire.url);
    await Promise.race([
      device.page.locator("[data-unsent]").waitFor(),
      device.page.locator("input[name=username]").waitFor().then(() => signInAt(device.page)),
    ]);
    await unsentIs(device.page, 0);
    await statusIs(first, "completed");
    const told = await toldOf(first);
    assert.deepEqual(told.steps.map(({ kind }) => kind), wholeDay);
    assert.ok(told.steps.every(({ at }) => Date.parse(at) <= left), "the times are those of the work");
    assert.equal(told.evidence.length, 1);
    assert.equal(told.progress.length, 1);
    assert.equal(told.materials.length, 1);
    assert.deepEqual((await toldOf(second)).steps.map(({ kind }) => kind), ["travel_started"]);
    await device.die();
    wire.close();
    await rm(profile, { recursive: true, force: true });
  });
});

async function signInAt(page) {
  await page.locator("input[name=username]").fill(login.username);
  await page.locator("input[name=password]").fill(login.password);
  await page.locator("button[type=submit]").click();
  await page.locator("#main h1").waitFor();
}

describe("the technician's screens", () => {
  for (const look of looks) {
    it(`are readable and complete: ${look.name}`, async () => {
      const order = await jobFor("Revisar la acometida");
      const visitor = await visit(browser, suite, look.options);
      const { page } = visitor;
      await signIn(page, login);
      await page.getByText(`${order.code} ·`).waitFor();
      await checkScreen(page, `technician-today-${look.name}`);
      await page.locator("label").filter({ hasText: /Mapa|Map/ }).click();
      await page.locator(".leaflet-container").waitFor();
      await checkScreen(page, `technician-map-${look.name}`);
      await page.goto(`/technician/jobs/${order.id}`);
      await page.getByRole("heading", { level: 1, name: order.title }).waitFor();
      await checkScreen(page, `technician-job-${look.name}`);
      await page.getByRole("button", { name: /^(Avance|Progress)$/ }).click();
      await page.getByRole("dialog").locator("textarea").waitFor();
      await checkScreen(page, `technician-progress-${look.name}`);
      await page.goto("/technician/unsent");
      await page.locator("#main h1").waitFor();
      await settled(page);
      await checkScreen(page, `technician-unsent-${look.name}`);
      await visitor.close();
    });
  }
});
