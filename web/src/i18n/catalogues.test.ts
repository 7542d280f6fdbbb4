// The catalogues say the same in every language, and the screens use all that they say. (That a
// screen uses no key that is missing is the compiler's business: t() takes known keys only.)
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { languages } from ".";

type Tree = { [name: string]: string | Tree };
const source = join(__dirname, "..");
const locales = join(source, "locales");
const areas = readdirSync(join(locales, "es")).map((file) => file.replace(".json", ""));

function keysOf(tree: Tree, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === "string") {
      found.set(prefix + name, value);
    } else {
      for (const [key, text] of keysOf(value, `${prefix}${name}.`)) {
        found.set(key, text);
      }
    }
  }
  return found;
}

const read = (language: string, area: string) =>
  keysOf(JSON.parse(readFileSync(join(locales, language, `${area}.json`), "utf8")) as Tree);

/** Languages have plural forms of their own: the key is what stands before. */
const withoutForm = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const marks = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

const code = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("schema.d.ts") && !/\.test\./.test(file))
  .map((file) => readFileSync(join(source, file), "utf8"))
  .join("\n");
// "key", "area:key", and the beginnings of keys that end with a word of the API: `status.${status}`.
const literals = new Set([...code.matchAll(/["'`](?:\w+:)?([\w.]+)["'`]/g)].map(([, key]) => key));
const patterns = [...code.matchAll(/`(?:\w+:)?([\w.]+\.\${[^`]*)`/g)].map(
  ([, key]) =>
    new RegExp(
      `^${(key ?? "")
        .replace(/\${[^}]*}/g, "[^.]+")
        .replaceAll(".", "\\.")
        .replaceAll("[^\\.]+", "[^.]+")}$`,
    ),
);

describe.each(areas)("the catalogue %s", (area) => {
  it("has the same keys in every language", () => {
    const spanish = new Set([...read("es", area).keys()].map(withoutForm));
    for (const language of languages) {
      expect(new Set([...read(language, area).keys()].map(withoutForm)), language).toEqual(spanish);
    }
  });

  it("fills the same marks in every language", () => {
    const spanish = new Map(
      [...read("es", area)].map(([key, text]) => [withoutForm(key), marks(text)]),
    );
    for (const language of languages) {
      for (const [key, text] of read(language, area)) {
        expect(marks(text), `${language} ${key}`).toEqual(spanish.get(withoutForm(key)));
      }
    }
  });

  it("has every plural form that its language needs", () => {
    for (const language of languages) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const keys = read(language, area);
      const counted = [...keys.keys()].filter((key) => withoutForm(key) !== key).map(withoutForm);
      for (const key of counted) {
        for (const form of forms) {
          expect(keys.has(`${key}_${form}`), `${language} ${key}_${form}`).toBe(true);
        }
      }
    }
  });

  it("says nothing that no screen uses", () => {
    const unused = [...read("es", area).keys()]
      .map(withoutForm)
      .filter((key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });
});
