// The administrator's work: people, technicians, catalogues, rules, the history, dead letters and
// the suite's health.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { apiOf, checkScreen, looks, openBrowser, settled, signIn, startSuite, visit } from "./harness.js";

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

const administrator = () => apiOf(suite, suite.login("administrator"));

describe("an administrator", () => {
  it("adds a technician: the person, the profile, and ends their access again", async () => {
    const visitor = await visit(browser, suite, { allow: /422/ });
    const { page } = visitor;
    await signIn(page, suite.login("administrator"));
    await page.getByRole("button", { name: "Agregar persona" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Nombre").fill("Rosa Arango");
    await dialog.getByLabel("Usuario").fill("rosa.arango");
    await dialog.getByRole("textbox", { name: "Contraseña" }).fill("password");
    await dialog.getByRole("combobox", { name: "Roles" }).click();
    await page.getByRole("option", { name: "Técnico" }).click();
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await dialog.locator("[class*=error]").first().waitFor(); // a common password, said at the field
    await dialog.getByRole("textbox", { name: "Contraseña" }).fill("camino-del-rio-7");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await page.getByText("Se guardó «Rosa Arango»").waitFor();
    const api = await administrator();
    const { items: people } = await api.get("/api/v1/users?q=rosa.arango");
    assert.deepEqual([people[0].name, people[0].roles], ["Rosa Arango", ["technician"]]);

    await page.goto("/administrator/technicians");
    await page.getByRole("button", { name: "Agregar técnico" }).click();
    await dialog.getByRole("combobox", { name: "Persona" }).click();
    await page.getByRole("option", { name: "Rosa Arango" }).click();
    await dialog.getByRole("button", { name: "Agregar especialidad" }).click();
    await dialog.getByRole("combobox", { name: "Nivel" }).click();
    await page.getByRole("option", { name: "3" }).click();
    await dialog.getByRole("combobox", { name: "Zonas" }).click();
    await page.getByRole("option").first().click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Agregar turno" }).click();
    await dialog.getByLabel("Empieza").fill("22:00");
    await dialog.getByLabel("Termina").fill("06:00");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await page.getByText("Se guardó «Rosa Arango»").waitFor();
    const profile = await api.get(`/api/v1/technicians/${people[0].id}`);
    assert.equal(profile.skills[0].level, 3);
    assert.equal(profile.zones.length, 1);
    assert.deepEqual(profile.shifts, [{ weekday: "monday", from: 1320, to: 1800 }]);

    await page.goto("/administrator");
    await page.getByLabel("Buscar por nombre o usuario").fill("rosa.arango");
    await page.getByRole("button", { name: "Rosa Arango" }).click();
    await dialog.getByRole("switch", { name: "Tiene acceso" }).click({ force: true });
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await page.getByText("Se guardó «Rosa Arango»").waitFor();
    assert.equal((await api.get(`/api/v1/users/${people[0].id}`)).active, false);
    await visitor.close();
  });

  it("adds to a catalogue and changes what stands there", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("administrator"));
    await page.goto("/administrator/catalogues");
    await page.getByRole("tab", { name: "Especialidades" }).click();
    await page.getByRole("button", { name: "Agregar especialidad" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Código").fill("satellite");
    await dialog.getByLabel("Nombre", { exact: false }).first().fill("Internet satelital");
    await dialog.getByLabel("Nombre (inglés o único)").fill("Satellite internet");
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await page.getByText("Se guardó «Internet satelital»").waitFor();
    await page.getByRole("button", { name: "satellite" }).click();
    await dialog.getByRole("switch", { name: "Activo" }).click({ force: true });
    await dialog.getByRole("button", { name: "Guardar" }).click();
    await dialog.waitFor({ state: "detached" });
    const api = await administrator();
    const { items } = await api.get("/api/v1/specialties?limit=100");
    const added = items.find(({ code }) => code.toLowerCase() === "satellite");
    assert.deepEqual([added.nameEs, added.active], ["Internet satelital", false]);
    await visitor.close();
  });

  it("switches a rule off, and finds in the history what happened", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("administrator"));
    await page.goto("/administrator/alert-rules");
    const api = await administrator();
    const off = async () =>
      (await api.get("/api/v1/alert-rules?limit=100")).items.filter(({ enabled }) => !enabled).length;
    const before = await off();
    const first = page.getByRole("switch", { checked: true }).first();
    const name = await first.getAttribute("aria-label");
    await first.click({ force: true });
    await page.getByRole("switch", { name, checked: false, disabled: false }).first().waitFor();
    assert.equal(await off(), before + 1);

    const { items: orders } = await api.get("/api/v1/orders?status=closed&limit=1");
    await page.goto("/administrator/audit");
    await page.getByLabel("Buscar", { exact: true }).fill(orders[0].code);
    await page.getByRole("link", { name: orders[0].code }).first().waitFor();
    await page.getByRole("button", { name: "Orden cerrada" }).first().click();
    await page.getByRole("dialog").getByRole("region", { name: "Datos del evento" }).waitFor();
    await checkScreen(page, "administrator-audit-event");
    await visitor.close();
  });

  it("sees how the suite does, from its own metrics", async () => {
    const visitor = await visit(browser, suite);
    const { page } = visitor;
    await signIn(page, suite.login("administrator"));
    await page.goto("/administrator/health");
    const published = page.getByRole("row", { name: /workorders/ }).getByRole("cell").last();
    await published.waitFor();
    assert.ok(Number((await published.innerText()).replace(/\D/g, "")) > 0);
    await page.getByText(/MiB/).waitFor();
    await page.getByText(/%$/).waitFor(); // the second reading gives the processor's share
    await visitor.close();
  });

  for (const look of looks) {
    it(`reads every screen well: ${look.name}`, async () => {
      const visitor = await visit(browser, suite, look.options);
      const { page } = visitor;
      await signIn(page, suite.login("administrator"));
      await settled(page);
      await checkScreen(page, `administrator-people-${look.name}`);
      for (const screen of ["technicians", "catalogues", "alert-rules", "audit", "dead-letters", "health"]) {
        await page.goto(`/administrator/${screen}`);
        await page.locator("#main h1").waitFor();
        await checkScreen(page, `administrator-${screen}-${look.name}`);
      }
      await visitor.close();
    });
  }
});
