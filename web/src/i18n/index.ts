// Words from catalogues: locales/<language>/<area>.json, each read when a screen of the area is
// opened. Spanish is the first language and the one that the keys are checked against.
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];
const storageKey = "microflow.language";

const catalogues = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", {
  import: "default",
});

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: async (language: string, area: string) => {
    const load = catalogues[`../locales/${language}/${area}.json`];
    if (!load) {
      throw new Error(`No catalogue ${language}/${area}`);
    }
    return load();
  },
};

export function firstLanguage(): Language {
  const stored = localStorage.getItem(storageKey);
  const wanted = [stored, ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return wanted.find((tag): tag is Language => languages.includes(tag as Language)) ?? "es";
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  void i18next.changeLanguage(language);
}

export async function startWords(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
  });
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: false,
      supportedLngs: languages,
      ns: ["common", "shell"],
      defaultNS: "common",
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
      parseMissingKeyHandler: (key, fallback) => fallback ?? `⟦${key}⟧`,
    });
}
