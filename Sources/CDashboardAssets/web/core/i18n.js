// Every text of the pages, in the viewer's language: locales/NAME.json.

const LANGUAGES = ["en", "ja"];

let texts = {};
let language = "en";
let plurals = new Intl.PluralRules("en");

/** The languages there are. */
export const languages = LANGUAGES;

/** The language in use. */
export const lang = () => language;

/** The locale of numbers and dates: the browser's own where it is of the language in use. */
export function locale() {
  return navigator.languages?.find((name) => name.toLowerCase().split("-")[0] === language) ?? language;
}

/** The language to begin with: the one chosen before, else the browser's first that there is. */
export function preferred(chosen) {
  if (LANGUAGES.includes(chosen)) return chosen;
  const wanted = (navigator.languages ?? [navigator.language]).map((name) => name.toLowerCase().split("-")[0]);
  return wanted.find((name) => LANGUAGES.includes(name)) ?? "en";
}

/** Loads a language and puts it in force. */
export async function use(name) {
  const response = await fetch(new URL(`../locales/${name}.json`, import.meta.url));
  if (!response.ok) throw new Error(`no texts for ${name}: ${response.status}`);
  texts = await response.json();
  language = name;
  plurals = new Intl.PluralRules(name);
  document.documentElement.lang = name;
}

/** Whether there is such a text. */
export const has = (key) => key in texts;

/**
 * The text of a key, its `{names}` filled in. Where `count` is given and the text has forms for it (`key.one`, `key.other`),
 * the form that fits.
 */
export function t(key, values = {}) {
  let text = texts[key];
  if (text === undefined && "count" in values) {
    text = texts[`${key}.${plurals.select(Number(values.raw ?? values.count))}`] ?? texts[`${key}.other`];
  }
  if (text === undefined) {
    console.error(`there is no text for ${key}`);
    return key;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The text for a value that the API may have more of than there are texts; the value itself where there is none. */
export const word = (prefix, value) => (has(`${prefix}.${value}`) ? t(`${prefix}.${value}`) : String(value));
