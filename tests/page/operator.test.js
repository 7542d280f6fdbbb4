// The operator's day: register what somebody calls about, give it to whoever suits, by hand or by
// mouse, undo, say why a rule is broken, and import another system's orders.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  apiOf, checkScreen, desk, looks, openBrowser, orderOfClient, phone, settled, signIn, startSuite, visit,
} from "./harness.js";

const today = new Date().toISOString().slice(0, 10);
const wide = { width: 1440, height: 900 };
let suite;
let browser;
let operator;
before(async () => {
  suite = await startSuite();
  browser = await openBrowser();
  operator = await apiOf(suite, suite.login("operator"));
});
after(async () => {
  await browser?.close();
  await suite?.stop();
});

/** An order that waits for the operator, once the queue tells of it. */
async function waitingOrder(title) {
  const { order } = await orderOfClient(suite, title);
  await eventually(async () => {
    const { items } = await operator.get("/api/v1/queue?limit=100");
    return items.some(({ orderId }) => orderId === order.id);
  });
  return order;
}

async function eventually(check, patience = 15_000) {
  const end = Date.now() + patience;
  while (!(await check())) {
    assert.ok(Date.now() < end, `in ${patience} ms: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const visitOf = async (order) =>
  (await operator.get(`/api/v1/visits?orderId=${order.id}`)).items.find(({ status }) => status !== "cancelled");

/** Drags what is at `from` onto an hour of a technician's row; `hour` counts from the left edge in view. */
async function drag(page, from, row, hour) {
  const start = await from.boundingBox();
  const end = await page.locator("[data-row]").nth(row).boundingBox();
  const board = await page.getByRole("region", { name: "Técnicos" }).boundingBox();
  await page.mouse.move(start.x + 40, start.y + 14);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 24, { steps: 4 });
  await page.mouse.move(board.x + 176 + hour * 72 + 6, end.y + 30, { steps: 10 });
  await page.locator("[data-row] [data-hovered]").waitFor();
  await page.mouse.up();
}

describe("an operator", () => {
  it("registers customer, address and order in one go, with the keyboard only", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.goto("/operator/new");
    const keyboard = page.keyboard;
    await page.getByRole("textbox", { name: "Nombre o razón social" }).focus();
    await keyboard.type("Panadería La Espiga");
    await tab(page, "Documento");
    await tab(page, "Número de documento");
    await keyboard.type("901222333");
    await tab(page, "Teléfono");
    await keyboard.type("6042345678");
    await tab(page, "Correo");
    await tab(page, "Dirección");
    await keyboard.type("Calle 10 # 43-20");
    await tab(page, "Barrio");
    await tab(page, "Zona");
    await tab(page, "Cómo llegar y quién recibe");
    await tab(page, "Tipo de servicio");
    await keyboard.type("Repar");
    await page.getByRole("option", { name: "Reparación" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await tab(page, "Prioridad");
    await tab(page, "Asunto");
    await keyboard.type("El datáfono no conecta");
    await tab(page, "Descripción");
    await keyboard.type("Desde el mediodía no pasan las tarjetas.");
    await page.getByRole("button", { name: "Registrar orden" }).focus();
    await keyboard.press("Enter");
    await page.waitForURL(/\/orders\//);
    const order = await operator.get(`/api/v1/orders/${page.url().split("/").pop()}`);
    assert.equal(order.customer.name, "Panadería La Espiga");
    assert.equal(order.site.address, "Calle 10 # 43-20");
    assert.equal(order.type.code, "repair");
    await page.getByRole("heading", { name: "El datáfono no conecta" }).waitFor();
    await visitor.close();
  });

  it("assigns from the ranking by keyboard, edits and reassigns on the order's page", async () => {
    const order = await waitingOrder("Línea con ruido");
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.goto(`/orders/${order.id}`);
    await page.getByRole("button", { name: "Asignar", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio").first().waitFor();
    await checkScreen(page, "operator-assign");
    await dialog.getByRole("radio").first().press("Space");
    const { items } = await operator.get(`/api/v1/orders/${order.id}/candidates`);
    await dialog.getByRole("button", { name: "Asignar" }).press("Enter");
    await dialog.waitFor({ state: "detached" });
    assert.equal((await visitOf(order)).technicianId, items[0].technicianId);
    await page.getByRole("button", { name: "Editar" }).click();
    await dialog.getByLabel("Asunto").fill("Línea con mucho ruido");
    await checkScreen(page, "operator-edit");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await page.getByRole("heading", { name: "Línea con mucho ruido" }).waitFor();
    await page.getByRole("button", { name: "Reasignar" }).click();
    await dialog.getByRole("radio").nth(1).click();
    const send = dialog.getByRole("button", { name: "Asignar" });
    assert.ok(await send.isDisabled(), "taking it from somebody wants a reason");
    await dialog.getByLabel("Motivo").fill("Está más cerca.");
    await send.click();
    await eventually(async () => (await visitOf(order))?.technicianId !== items[0].technicianId);
    await visitor.close();
  });

  it("drags an order onto an hour, undoes it, and says why a rule is broken", async () => {
    const order = await waitingOrder("Poste caído frente a la casa");
    const visitor = await visit(browser, suite, { viewport: wide, allow: /422/ });
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.locator("[data-row]").first().waitFor();
    await page.getByRole("button", { name: "Después" }).click();
    await page.getByLabel("Código, asunto o cliente").fill(order.code);
    const card = page.getByRole("listitem").filter({ hasText: order.code });
    const { items } = await operator.get(`/api/v1/orders/${order.id}/candidates`);
    const best = items.find(({ qualified }) => qualified);
    await page.getByLabel("Buscar técnico").fill(best.name);
    await page.waitForFunction(() => document.querySelectorAll("[data-row]").length === 1);
    await drag(page, card, 0, 3);
    await page.getByText(`${order.code} quedó con ${best.name}`).waitFor();
    const made = await visitOf(order);
    assert.equal(made.technicianId, best.technicianId);
    assert.equal(new Date(made.window.from).getUTCHours(), 14, "nine o'clock in Bogotá");
    await eventually(async () => (await operator.get(`/api/v1/orders/${order.id}`)).status === "assigned");
    await page.getByRole("button", { name: "Deshacer" }).click();
    await card.waitFor();
    await eventually(async () => (await visitOf(order)) === undefined);
    await page.getByRole("region", { name: "Técnicos" }).evaluate((board) => board.scrollTo({ left: 0 }));
    await drag(page, card, 0, 1);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Fuera de su turno").first().waitFor();
    await checkScreen(page, "operator-rule");
    await dialog.getByLabel("Motivo").fill("El cliente pidió madrugar.");
    await dialog.getByRole("button", { name: "Asignar" }).click();
    await dialog.waitFor({ state: "detached" });
    const { items: decisions } = await operator.get(`/api/v1/orders/${order.id}/assignments`);
    assert.ok(decisions.some(({ reason }) => reason === "El cliente pidió madrugar."));
    await visitor.close();
  });

  it("sees a new order on the board within a moment", async () => {
    const visitor = await visit(browser, suite, { viewport: wide });
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.locator("[data-row]").first().waitFor();
    await settled(page);
    await waitingOrder("Acaba de entrar esta solicitud");
    await page.getByText("Acaba de entrar esta solicitud").waitFor({ timeout: 5_000 });
    await visitor.close();
  });

  it("keeps a filter under a name", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.goto("/operator/orders");
    await page.getByLabel("Buscar en las órdenes").fill("fibra");
    await page.waitForTimeout(400); // the search waits for the end of the word
    await page.getByRole("button", { name: "Guardar filtro" }).click();
    await page.getByLabel("Nombre del filtro").fill("Fibra");
    await page.getByRole("button", { name: "Guardar", exact: true }).click();
    await page.reload();
    await page.locator("label", { hasText: /^Fibra$/ }).click();
    await page.waitForFunction(
      () => document.querySelector("input[aria-label='Buscar en las órdenes']")?.value === "fibra",
    );
    await visitor.close();
  });

  it("sees what an import would refuse before anything changes, and then imports the rest", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.goto("/operator/import");
    await page.locator("input[type=file]").setInputFiles({
      name: "ordenes.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(
        [
          "radicado;fecha;documento;tipo_documento;cliente;direccion;tipo;descripcion",
          `IMP-1;${today};900111222;NIT;Ferretería El Tornillo;Calle 50 # 40-10;reparacion;No hay señal`,
          `IMP-2;${today};900111223;XX;Ferretería La Tuerca;Calle 51 # 40-10;reparacion;No hay señal`,
        ].join("\n"),
      ),
    });
    await page.getByRole("region", { name: "Lo que se rechaza" }).getByText("IMP-2").waitFor();
    await checkScreen(page, "operator-import-refused");
    const imported = async () => (await operator.get("/api/v1/orders?q=Tornillo")).items.length;
    assert.equal(await imported(), 0, "nothing has changed yet");
    await page.getByRole("button", { name: "Importar 1 orden" }).click();
    await page.getByText("Se importó 1 orden").waitFor();
    assert.equal(await imported(), 1);
    await visitor.close();
  });

  for (const look of looks) {
    it(`reads every screen well: ${look.name}`, async () => {
      const viewport = look.options.viewport === phone ? phone : desk;
      const visitor = await visit(browser, suite, { ...look.options, viewport });
      const { page } = visitor;
      await signIn(page, suite.login("operator"));
      await settled(page);
      await checkScreen(page, `operator-board-${look.name}`);
      for (const path of ["orders", "new", "technicians", "import"]) {
        await page.goto(`/operator/${path}`);
        await page.locator("#main h1").waitFor();
        await checkScreen(page, `operator-${path}-${look.name}`);
      }
      await visitor.close();
    });
  }
});

/** The next stop of the keyboard, which must be the field of that name. */
async function tab(page, label) {
  await page.keyboard.press("Tab");
  const name = await page.evaluate(() => {
    const at = document.activeElement;
    return at?.labels?.[0]?.textContent ?? at?.getAttribute("aria-label") ?? "";
  });
  assert.ok(name.startsWith(label), `Tab leads to "${name}", not to "${label}"`);
}
