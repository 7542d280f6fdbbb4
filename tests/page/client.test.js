// The customer's way: ask for work, follow it live, talk, and object when it is not good.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  apiOf, checkScreen, looks, openBrowser, orderOfClient, phone, settled, signIn, startSuite, visit,
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

/** The technicians' side of the story, by the API: chosen, on the way, at work, done. */
async function technicianFor(order) {
  const operator = await apiOf(suite, suite.login("operator"));
  const { items } = await operator.get(`/api/v1/orders/${order.id}/candidates`);
  const chosen = items[0];
  await operator.post(`/api/v1/orders/${order.id}/assignments`, {
    technicianId: chosen.technicianId,
    reason: "La escogió la prueba.",
  });
  const login = suite.logins.find(({ userId }) => userId === chosen.technicianId);
  const technician = await apiOf(suite, login);
  return {
    name: chosen.name,
    does: (kind, more = {}) => technician.post(`/api/v1/orders/${order.id}/activity`, { kind, ...more }),
    proves: () => technician.upload(`/api/v1/orders/${order.id}/evidence?name=acta.txt`, "text/plain", "Quedó funcionando."),
  };
}

describe("a customer", () => {
  it("asks for work in three steps on a phone, by keyboard or touch", async () => {
    const visitor = await visit(browser, suite, { viewport: phone });
    const { page } = visitor;
    await signIn(page, suite.login("client"));
    await page.locator("#main").getByRole("link", { name: "Pedir servicio" }).click();
    const next = page.getByRole("button", { name: "Seguir" });
    await next.waitFor();
    assert.ok(await next.isDisabled(), "nothing chosen yet");
    await page.getByRole("radio", { name: "Reparación" }).check();
    await page.getByLabel("En pocas palabras").fill("Sin internet desde anoche");
    await page.getByLabel("Cuéntanos más").fill("El módem tiene una luz roja y no hay señal.");
    await checkScreen(page, "client-ask-what");
    await next.click();
    await page.getByRole("radio").first().check();
    await checkScreen(page, "client-ask-where");
    await next.click();
    await page.getByRole("radio", { name: /Alta/ }).check();
    await page.getByLabel("¿Qué día te sirve?").fill(inDays(3));
    await page.getByRole("radio", { name: /Por la tarde/ }).check();
    await checkScreen(page, "client-ask-when");
    await page.getByRole("button", { name: "Enviar solicitud" }).click();
    await page.waitForURL(/\/orders\//);
    const id = page.url().split("/").pop();
    const client = await apiOf(suite, suite.login("client"));
    const order = await client.get(`/api/v1/orders/${id}`);
    assert.equal(order.title, "Sin internet desde anoche");
    assert.equal(order.priority, "high");
    assert.equal(order.type.code, "repair");
    assert.equal(order.window.from, `${inDays(3)}T18:00:00Z`, "one o'clock in Bogotá");
    await visitor.close();
  });

  it("follows the technician live, with an estimated arrival, and objects when it is not good", async () => {
    const { order, login } = await orderOfClient(suite, "La señal se cae");
    const visitor = await visit(browser, suite, { viewport: phone });
    const { page } = visitor;
    await signIn(page, login);
    await page.goto(`/orders/${order.id}`);
    await page.getByText("La recibimos y buscamos quién vaya.").waitFor();
    const technician = await technicianFor(order);
    await page.getByText(`${technician.name} irá a tu dirección.`).waitFor();
    await technician.does("travel_started", { position: { latitude: 6.2, longitude: -75.58 } });
    await page.getByText(`${technician.name} va en camino.`).waitFor();
    await page.getByText("Llegada estimada:").waitFor();
    await checkScreen(page, "client-on-the-way");
    await technician.does("arrived");
    await page.getByText(`${technician.name} ya llegó.`).waitFor();
    await technician.does("work_started");
    await technician.proves();
    await technician.does("work_completed");
    await page.getByText("El trabajo terminó.").waitFor();
    await page.getByRole("radio", { name: "2 estrellas" }).focus();
    await page.keyboard.press("Space");
    await page.getByLabel("¿Algo que quieras contarnos?").fill("Llegaron tarde.");
    await page.getByRole("button", { name: "Enviar calificación" }).click();
    await page.getByText("Gracias por contarnos").waitFor();
    await checkScreen(page, "client-rated");
    const supervisor = await apiOf(suite, suite.login("administrator"));
    const { rating } = await supervisor.get(`/api/v1/orders/${order.id}/rating`);
    assert.deepEqual([rating.stars, rating.comment], [2, "Llegaron tarde."]);
    await page.getByRole("button", { name: "Reabrir" }).click();
    await page.getByRole("dialog").getByLabel("Motivo").fill("Se volvió a caer a los diez minutos.");
    await checkScreen(page, "client-reopen");
    await page.getByRole("dialog").getByRole("button", { name: "Reabrir" }).click();
    await page.getByText("La recibimos y buscamos quién vaya.").waitFor();
    await visitor.close();
  });

  it("sends a request once, also when the answer is lost on the way", async () => {
    const visitor = await visit(browser, suite, { allow: /ERR_FAILED|ERR_CONNECTION/ });
    const { page } = visitor;
    await signIn(page, suite.login("client"));
    await page.goto("/client/new");
    await page.getByRole("radio", { name: "Instalación" }).check();
    await page.getByLabel("En pocas palabras").fill("Punto de red nuevo");
    await page.getByLabel("Cuéntanos más").fill("En el segundo piso, al lado del tablero.");
    await page.getByRole("button", { name: "Seguir" }).click();
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Seguir" }).click();
    let lost = 0;
    await page.route("**/api/v1/orders", async (route) => {
      if (route.request().method() === "POST" && lost++ === 0) {
        await route.fetch(); // the server has it
        await route.abort("failed"); // and nobody heard
      } else {
        await route.continue();
      }
    });
    await page.getByRole("button", { name: "Enviar solicitud" }).click();
    await page.getByRole("alert").getByText("No hay conexión con el servidor.").waitFor();
    await page.getByRole("button", { name: "Enviar solicitud" }).click();
    await page.waitForURL(/\/orders\//);
    const client = await apiOf(suite, suite.login("client"));
    const { items } = await client.get("/api/v1/orders?q=Punto%20de%20red%20nuevo");
    assert.equal(items.length, 1);
    await visitor.close();
  });

  for (const look of looks) {
    it(`reads every screen well: ${look.name}`, async () => {
      const { order, login } = await orderOfClient(suite);
      const visitor = await visit(browser, suite, look.options);
      const { page } = visitor;
      await signIn(page, login);
      await settled(page);
      await checkScreen(page, `client-home-${look.name}`);
      await page.goto(`/orders/${order.id}`);
      await page.locator("#main h1").waitFor();
      await checkScreen(page, `client-order-${look.name}`);
      await page.goto("/client/new");
      await page.getByRole("radio").first().waitFor();
      await checkScreen(page, `client-new-${look.name}`);
      await visitor.close();
    });
  }
});

/** The day in Bogotá after so many days. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000 - 5 * 3_600_000).toISOString().slice(0, 10);
}
