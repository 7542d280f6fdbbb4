// The supervisor's day: exceptions first, finished work judged beside its evidence, and figures
// that lead to the orders behind them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import {
  apiOf, checkScreen, looks, openBrowser, phone, settled, signIn, startSuite, visit,
} from "./harness.js";

let suite;
let browser;
before(async () => {
  suite = await startSuite();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await suite?.stop();
});

const supervisor = () => apiOf(suite, suite.login("supervisor"));

describe("a supervisor", () => {
  it("sees what needs somebody, and each thing leads to its order", async () => {
    const api = await supervisor();
    const { items: waiting } = await api.get("/api/v1/queue?limit=100");
    assert.ok(waiting.length > 0, "the demo company has orders that wait");
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("supervisor"));
    const section = page.getByRole("region", { name: "Sin técnico" });
    await section.getByRole("link").first().waitFor();
    assert.equal(await section.getByRole("link").count(), waiting.length);
    await section.getByRole("link", { name: waiting[0].code }).click();
    await page.waitForURL(`**/orders/${waiting[0].orderId}`);
    await visitor.close();
  });

  it("closes finished work beside its evidence, and reopens what is not good with a reason", async () => {
    const api = await supervisor();
    const { items } = await api.get("/api/v1/orders?status=completed&sort=due&limit=2");
    assert.equal(items.length, 2);
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("supervisor"));
    await page.goto("/supervisor/review");
    await page.getByRole("tab", { name: "Evidencia" }).waitFor();
    await page.locator("#main h2", { hasText: items[0].title }).waitFor();
    await page.getByRole("button", { name: "Cerrar orden" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cerrar orden" }).click();
    await page.getByText("Orden cerrada").waitFor();
    await page.getByRole("navigation", { name: "Órdenes por revisar" }).getByText(items[0].code).waitFor({ state: "detached" });
    assert.equal((await api.get(`/api/v1/orders/${items[0].id}`)).status, "closed");
    await page.getByText(`${items[1].code} ·`).last().waitFor();
    await page.getByRole("button", { name: "Reabrir" }).click();
    const dialog = page.getByRole("dialog");
    assert.ok(await dialog.getByRole("button", { name: "Reabrir" }).isDisabled(), "a reason is needed");
    await dialog.getByLabel("Motivo").fill("Falta la foto de la caja.");
    await dialog.getByRole("button", { name: "Reabrir" }).click();
    await page.getByText("Orden reabierta").waitFor();
    assert.notEqual((await api.get(`/api/v1/orders/${items[1].id}`)).status, "completed");
    await visitor.close();
  });

  it("goes from a figure to the orders behind it, and takes the figures along as CSV", async () => {
    const api = await supervisor();
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("supervisor"));
    await page.goto("/supervisor/figures");
    const panel = page.getByRole("region", { name: "Por estado" });
    await panel.locator("summary").click();
    const row = panel.getByRole("row", { name: /Cancelada/ });
    const count = Number(await row.getByRole("cell").last().innerText());
    assert.ok(count > 0);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Descargar CSV" }).click(),
    ]);
    const csv = await readFile(await download.path(), "utf8");
    assert.match(csv, new RegExp(`cancelled.*\\b${count}\\b`));
    await row.getByRole("link").click();
    await page.waitForURL(/\/supervisor\/orders\?/);
    const behind = new URL(page.url()).searchParams;
    const { items } = await api.get(
      `/api/v1/orders?limit=100&status=cancelled&createdFrom=${behind.get("from")}&createdTo=${behind.get("to")}`,
    );
    assert.equal(items.length, count, "the figure and the list agree");
    await page.getByRole("link", { name: items[0].title }).first().waitFor();
    await visitor.close();
  });

  it("reviews on a phone: from the list to the work and back", async () => {
    const visitor = await visit(browser, suite, { viewport: phone });
    const { page } = visitor;
    await signIn(page, suite.login("supervisor"));
    await page.goto("/supervisor/review");
    const list = page.getByRole("navigation", { name: "Órdenes por revisar" });
    await list.getByRole("button").first().click();
    await page.getByRole("button", { name: "Cerrar orden" }).waitFor();
    await checkScreen(page, "supervisor-review-work-phone");
    await page.getByRole("button", { name: "Volver a la lista" }).click();
    await list.waitFor();
    await visitor.close();
  });

  for (const look of looks) {
    it(`reads every screen well: ${look.name}`, async () => {
      const visitor = await visit(browser, suite, look.options);
      const { page } = visitor;
      await signIn(page, suite.login("supervisor"));
      await settled(page);
      await checkScreen(page, `supervisor-home-${look.name}`);
      await page.goto("/supervisor/review");
      await page.locator("#main nav button").first().waitFor();
      await checkScreen(page, `supervisor-review-${look.name}`);
      await page.goto("/supervisor/figures");
      await page.locator("#main summary").first().waitFor();
      await checkScreen(page, `supervisor-figures-${look.name}`);
      await visitor.close();
    });
  }
});
