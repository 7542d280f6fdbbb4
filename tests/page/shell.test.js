// What is the same for everyone: signing in and out, the frame, search, notifications, live change.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { checkScreen, looks, openBrowser, orderOfClient, phone, settled, signIn, startSuite, visit } from "./harness.js";

const roles = ["operator", "supervisor", "administrator", "technician", "client"];
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

describe("signing in", () => {
  it("leads each role to a screen of its own", async () => {
    for (const role of roles) {
      const visitor = await visit(browser, suite);
      await signIn(visitor.page, suite.login(role));
      assert.equal(new URL(visitor.page.url()).pathname, `/${role}`);
      await visitor.close();
    }
  });

  it("leads back to the address that was asked for, and never to another site", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await page.goto("/profile");
    await page.waitForURL(/\/sign-in\?to=/);
    await page.locator("input[name=username]").fill(suite.login("client").username);
    await page.locator("input[name=password]").fill(suite.login("client").password);
    await page.locator("button[type=submit]").click();
    await page.waitForURL("**/profile");
    await page.goto("/sign-in?to=//evil.example/x");
    await page.waitForURL("**/client");
    await visitor.close();
  });

  it("says in words when the password is wrong", async () => {
    const visitor = await visit(browser, suite, { allow: /401/ });
    const { page } = visitor;
    await page.goto("/");
    await page.locator("input[name=username]").fill("nadie");
    await page.locator("input[name=password]").fill("no-es-esta");
    await page.locator("button[type=submit]").click();
    await page.getByRole("alert").getByText("El usuario o la contraseña no coinciden.").waitFor();
    await checkScreen(page, "sign-in-refused");
    await visitor.close();
  });

  it("lasts over a new start of the page, and keeps no token where a script could read it", async () => {
    const visitor = await visit(browser, suite);
    const { page, context } = visitor;
    await signIn(page, suite.login("operator"));
    await page.reload();
    await page.locator("#main h1").waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
    assert.doesNotMatch(kept, /eyJ|microflow_session/, "a token");
    const cookie = (await context.cookies(`${suite.url}/api/v1/auth/refresh`)).find(({ name }) => name === "microflow_session");
    assert.ok(cookie?.httpOnly);
    assert.equal(cookie.sameSite, "Strict");
    await visitor.close();
  });

  it("ends in every tab at once", async () => {
    const visitor = await visit(browser, suite);
    const { page, context } = visitor;
    await signIn(page, suite.login("operator"));
    const other = await context.newPage();
    await other.goto("/profile");
    await other.locator("#main h1").waitFor();
    await page.getByRole("button", { name: /Cuenta de/ }).click();
    await page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
    await page.waitForURL(/sign-in/);
    await other.waitForURL(/sign-in/);
    await visitor.close();
  });

  it("ends after 15 minutes without a touch, with a warning a minute before", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await page.clock.install();
    await signIn(page, suite.login("client"));
    await page.clock.runFor("14:10");
    await page.getByRole("dialog").getByText("¿Sigues ahí?").waitFor();
    await page.getByRole("button", { name: "Seguir aquí" }).click();
    await page.clock.runFor("14:10");
    await page.getByRole("dialog").getByText("¿Sigues ahí?").waitFor();
    await page.clock.runFor("01:00");
    await page.getByText("Cerramos la sesión porque pasaron 15 minutos sin actividad.").waitFor();
    await visitor.close();
  });
});

describe("the frame", () => {
  it("finds an order by the keyboard alone", async () => {
    const { order } = await orderOfClient(suite);
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("operator"));
    await page.keyboard.press("/");
    await page.getByPlaceholder("Orden, cliente, dirección o pantalla").waitFor();
    await page.keyboard.type(order.code);
    // In the palette: the board behind it shows the order, too.
    await page.getByRole("dialog").getByText(new RegExp(order.code)).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/orders/${order.id}`);
    await page.locator("#main h1").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Orden, cliente, dirección o pantalla").waitFor();
    await page.keyboard.type("perfil");
    await page.getByText("Perfil y sesiones").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/profile");
    await visitor.close();
  });

  it("shows in one browser what was written in another, in less than a second", async () => {
    const { order, login } = await orderOfClient(suite);
    const operator = await visit(browser, suite);
    const client = await visit(browser, suite, { viewport: phone });
    for (const [visitor, who] of [[operator, suite.login("operator")], [client, login]]) {
      await signIn(visitor.page, who);
      await visitor.page.goto(`/orders/${order.id}`);
      await visitor.page.getByRole("tab", { name: "Conversación" }).click();
      await visitor.page.getByLabel("Escribe un mensaje").waitFor();
    }
    await operator.page.getByLabel("Escribe un mensaje").fill("Vamos en camino con otro equipo.");
    await operator.page.getByRole("button", { name: "Enviar" }).click();
    await operator.page.getByRole("log").getByText("Vamos en camino con otro equipo.").waitFor();
    const sent = Date.now();
    await client.page.getByRole("log").getByText("Vamos en camino con otro equipo.").waitFor();
    const took = Date.now() - sent;
    assert.ok(took < 1000, `took ${took} ms`);
    await client.page.getByRole("button", { name: /Notificaciones: [1-9]/ }).click();
    await client.page.getByRole("dialog").getByText("sin leer").first().waitFor();
    await checkScreen(client.page, "notifications-phone");
    await client.page.getByRole("button", { name: "Marcar todo como leído" }).click();
    await client.page.keyboard.press("Escape");
    await client.page.getByRole("button", { name: "Notificaciones: 0 sin leer" }).waitFor();
    await operator.close();
    await client.close();
  });

  it("reads one event stream for all tabs of a browser, and another tab goes on when its reader closes", async () => {
    const { order, client } = await orderOfClient(suite);
    const visitor = await visit(browser, suite);
    const { page, context } = visitor;
    let streams = 0;
    context.on("request", (request) => {
      streams += request.url().endsWith("/api/v1/stream") ? 1 : 0;
    });
    await signIn(page, suite.login("operator"));
    const other = await context.newPage();
    await other.goto(`/orders/${order.id}`);
    await other.getByRole("tab", { name: "Conversación" }).click();
    await settled(other);
    assert.equal(streams, 1);
    await page.close();
    await client.post(`/api/v1/orders/${order.id}/comments`, { text: "¿A qué hora llegan?" });
    await other.getByRole("log").getByText("¿A qué hora llegan?").waitFor();
    await visitor.close();
  });

  it("says so when the server is out of reach, and forgets it when it is back", async () => {
    const visitor = await visit(browser, suite, { allow: /ERR_INTERNET_DISCONNECTED/ });
    await signIn(visitor.page, suite.login("operator"));
    await visitor.context.setOffline(true);
    await visitor.page.getByText("Sin conexión").waitFor();
    await visitor.context.setOffline(false);
    await visitor.page.getByText("Sin conexión").waitFor({ state: "detached" });
    await visitor.close();
  });

  it("answers an address that leads nowhere with a way back", async () => {
    const visitor = await visit(browser, suite);
    await signIn(visitor.page, suite.login("client"));
    await visitor.page.goto("/operator");
    await visitor.page.getByRole("link", { name: "Ir al inicio" }).last().waitFor();
    await checkScreen(visitor.page, "missing");
    await visitor.close();
  });
});

describe("every look", () => {
  for (const look of looks) {
    it(`is readable and complete: ${look.name}`, async () => {
      const { order } = await orderOfClient(suite);
      const visitor = await visit(browser, suite, look.options);
      const { page } = visitor;
      await page.goto("/");
      await page.locator("input[name=username]").waitFor();
      await checkScreen(page, `sign-in-${look.name}`);
      await signIn(page, suite.login("operator"));
      await page.goto(`/orders/${order.id}`);
      await page.locator("#main h1").waitFor();
      await checkScreen(page, `order-${look.name}`);
      await page.getByRole("tab").nth(3).click();
      await checkScreen(page, `order-assignments-${look.name}`);
      await page.goto(`/customers/${order.customer.id}`);
      await page.locator("#main h1").waitFor();
      await checkScreen(page, `customer-${look.name}`);
      await page.goto("/profile");
      await page.locator("form").first().waitFor();
      await checkScreen(page, `profile-${look.name}`);
      await page.getByRole("button", { name: /Cuenta de|account/ }).click();
      await page.getByRole("menu").waitFor();
      await checkScreen(page, `menu-${look.name}`);
      await visitor.close();
    });
  }
});
