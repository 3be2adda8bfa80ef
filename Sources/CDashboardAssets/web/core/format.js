// Numbers, money and times as the viewer's locale writes them. Exact decimals stay text until they are written.

import { h } from "./dom.js";
import { locale, t } from "./i18n.js";
import { state } from "./state.js";

const made = new Map();

function formatter(kind, options) {
  const key = `${kind.name}|${locale()}|${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new kind(locale(), options));
  return made.get(key);
}

const NONE = "–";
const isNothing = (value) => value === null || value === undefined || Number.isNaN(value);

/** A count. */
export const count = (value) => (isNothing(value) ? NONE : formatter(Intl.NumberFormat, {}).format(value));

/** A count in few characters: 12.3K. */
export function compact(value) {
  if (isNothing(value)) return NONE;
  return formatter(Intl.NumberFormat, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** A number with up to so many decimals. */
export function decimal(value, digits = 1) {
  if (isNothing(value)) return NONE;
  return formatter(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);
}

/** A share from 0 to 1. */
export function percent(value, digits = 1) {
  if (isNothing(value) || !Number.isFinite(value)) return NONE;
  return formatter(Intl.NumberFormat, { style: "percent", maximumFractionDigits: digits }).format(value);
}

/** A difference from 0, with its sign. */
export function signedPercent(value) {
  if (isNothing(value) || !Number.isFinite(value)) return NONE;
  const options = { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" };
  return formatter(Intl.NumberFormat, options).format(value);
}

/** Milliseconds in the unit that suits them. */
export function duration(ms) {
  if (isNothing(ms)) return NONE;
  const unit = (value, name, digits) =>
    formatter(Intl.NumberFormat, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits })
      .format(value);
  if (ms < 1) return unit(ms * 1000, "microsecond", 0);
  if (ms < 10) return unit(ms, "millisecond", 1);
  if (ms < 1000) return unit(ms, "millisecond", 0);
  if (ms < 60_000) return unit(ms / 1000, "second", 2);
  return unit(ms / 60_000, "minute", 1);
}

/** Bytes in the unit that suits them. */
export function bytes(value) {
  if (isNothing(value)) return NONE;
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let step = 0;
  let amount = value;
  while (amount >= 1000 && step < units.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const options = {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: amount < 10 && step ? 1 : 0,
  };
  return formatter(Intl.NumberFormat, options).format(amount);
}

/** The amount to show of a member like `cost_usd`: in the currency configured for people, else in US dollars. */
export function amount(object, member = "cost_usd") {
  const shown = object?.[`${member}_display`] ?? object?.[`${member.replace(/_usd$/, "")}_display`];
  if (shown) return { currency: shown.currency, amount: shown.amount, usd: object[member] };
  const usd = object?.[member];
  return isNothing(usd) ? null : dollars(usd);
}

/** US dollars, in the currency configured for people where there is one. */
export function dollars(usd) {
  if (isNothing(usd)) return null;
  const other = state.currency;
  if (!other) return { currency: "USD", amount: String(usd), usd: String(usd) };
  return { currency: other.code, amount: String(Number(usd) * Number(other.per_usd)), usd: String(usd) };
}

/** US dollars as a number of the currency that people are shown, for charts: their axes are round in it. */
export const shown = (usd) => (isNothing(usd) ? null : Number(usd) * Number(state.currency?.per_usd ?? 1));

/** Such a number as text. */
export const shownText = (
  value,
  options,
) => (isNothing(value) ? NONE : money({ currency: state.currency?.code ?? "USD", amount: String(value) }, options));

/** An amount as text. Small ones keep enough digits to say something. */
export function money(value, { isShort = false } = {}) {
  if (!value) return NONE;
  const size = Math.abs(Number(value.amount));
  const base = formatter(Intl.NumberFormat, { style: "currency", currency: value.currency }).resolvedOptions();
  const usual = base.maximumFractionDigits ?? 2;
  let digits = usual;
  if (size > 0 && size < 100) digits = Math.max(usual, Math.min(6, 1 - Math.floor(Math.log10(size))));
  const options = {
    style: "currency",
    currency: value.currency,
    minimumFractionDigits: isShort ? 0 : digits,
    maximumFractionDigits: digits,
  };
  if (isShort && size >= 10_000) {
    Object.assign(options, { notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 });
  }
  return formatter(Intl.NumberFormat, options).format(value.amount);
}

/** An amount as an element that also says what it is exactly, in US dollars. */
export function moneyNode(value, options) {
  if (!value) return NONE;
  return h(
    "data",
    { value: value.usd, title: value.currency === "USD" ? `$${value.usd}` : `$${value.usd} (USD)` },
    money(value, options),
  );
}

/** A count as an element that also says what it is exactly. */
export const countNode = (
  value,
  write = count,
) => (isNothing(value) ? NONE : h("data", { value, title: count(value) }, write(value)));

/** A date and a time. */
export function dateTime(value, { seconds = true } = {}) {
  if (!value) return NONE;
  const options = { dateStyle: "medium", timeStyle: seconds ? "medium" : "short" };
  return formatter(Intl.DateTimeFormat, options).format(new Date(value));
}

/** A date. */
export const date = (
  value,
) => (value ? formatter(Intl.DateTimeFormat, { dateStyle: "medium" }).format(new Date(value)) : NONE);

/** A day and a month. */
export const day = (value) =>
  formatter(Intl.DateTimeFormat, { month: "short", day: "numeric" }).format(new Date(value));

/** A time of day. */
export function clock(value, seconds = false) {
  const options = { hour: "numeric", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}) };
  return formatter(Intl.DateTimeFormat, options).format(new Date(value));
}

/** A time as an element: when it was for people, and exactly. */
export const timeNode = (
  value,
  write = dateTime,
) => (value ? h("time", { datetime: value, title: dateTime(value) }, write(value)) : NONE);

/** How long ago or ahead. */
export function relative(value) {
  if (!value) return NONE;
  const seconds = (new Date(value).getTime() - Date.now()) / 1000;
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60]];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) {
      return formatter(Intl.RelativeTimeFormat, { numeric: "auto" }).format(Math.round(seconds / size), unit);
    }
  }
  return Math.abs(seconds) < 5
    ? t("time.now")
    : formatter(Intl.RelativeTimeFormat, {}).format(Math.round(seconds), "second");
}

/** Names one after another. */
export const list = (items) => items.join(t("list.separator"));
