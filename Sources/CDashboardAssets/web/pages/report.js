// What a week came to, beside the week before.

import { h } from "../core/dom.js";
import { get } from "../core/api.js";
import { lang, t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { to } from "../core/router.js";
import { timeZone } from "../core/state.js";
import { rank } from "../charts/rank.js";
import { timeChart } from "../charts/time.js";
import { empty } from "../parts/notice.js";
import { loading, panel } from "../parts/panel.js";

/** The report on a week: the one of the address, else the last whole one. */
export function weeklyReport(context) {
  return loading({
    title: t("alerts.report"),
    wide: true,
    height: 400,
    load: () => get("/reports/weekly", { week: context.query.week, language: lang(), time_zone: timeZone() }),
    show: (report) => [
      h(
        "p",
        { class: "row" },
        h("strong", {}, report.week),
        h("span", { class: "muted" }, `${format.date(report.from)} – ${format.date(lastDay(report))}`),
        h(
          "a",
          { class: "button small", href: to(["alerts", "report"], { week: before(report.week) }) },
          t("report.before"),
        ),
      ),
      report.total.requests === 0 ? empty(t("empty.no_requests"), t("report.empty_hint")) : figures(report),
    ],
  });
}

/** The week ends where the next one begins. */
const lastDay = ({ to: end }) => end && new Date(new Date(end).getTime() - 1000).toISOString();

/** The ISO week before a week: `2026-W47`. */
function before(week) {
  const [year, number] = week.split("-W").map(Number);
  if (number > 1) return `${year}-W${String(number - 1).padStart(2, "0")}`;
  // The 28th of December is always in the last week of its year.
  const last = new Date(Date.UTC(year - 1, 11, 28));
  const thursday = new Date(last.getTime() + (4 - (last.getUTCDay() || 7)) * 86_400_000);
  const days = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000;
  return `${year - 1}-W${String(Math.floor(days / 7) + 1).padStart(2, "0")}`;
}

function figures({ total, previous, cost_change: change, days, top, errors }) {
  const fact = (name, value, note) =>
    h("div", {}, h("dt", {}, t(`report.${name}`)), h("dd", {}, value, note ? h("small", {}, note) : null));
  const against = (value) => t("report.previous", { value });
  const share = (sums) => (sums.requests ? sums.cache_hits / sums.requests : 0);
  return [
    h("dl", { class: "facts" }, [
      fact("requests", format.countNode(total.requests), against(format.count(previous.requests))),
      fact("success", format.percent(total.success, 2), against(format.percent(previous.success, 2))),
      fact(
        "cost",
        format.moneyNode(format.amount(total)),
        change === null ? against(format.money(format.amount(previous))) : format.signedPercent(change),
      ),
      fact("cache", format.percent(share(total)), against(format.percent(share(previous)))),
      fact("saved", format.moneyNode(format.amount(total, "saved_usd"))),
    ]),
    h("div", { class: "grid" }, [
      panel(
        { title: t("report.days") },
        timeChart({
          label: t("report.days"),
          times: days.map((day) => `${day.date}T00:00:00`),
          step: "day",
          write: format.shownText,
          axis: (value) => format.shownText(value, { isShort: true }),
          series: [{ name: t("series.cost"), kind: "bar", values: days.map((day) => format.shown(day.cost_usd)) }],
        }),
      ),
      ranked("teams", top.teams),
      ranked("keys", top.keys),
      ranked("models", top.models),
      panel({ title: t("report.errors") }, failing(errors)),
    ]),
  ];
}

const tokens = (row) => row.input_tokens + row.output_tokens;

function ranked(name, rows) {
  return panel(
    { title: t(`report.top_${name}`) },
    rank({
      label: t(`report.top_${name}`),
      rows: rows.slice(0, 10).map((row) => ({
        name: row.name ?? t("group.none"),
        value: tokens(row),
        note: t("report.tokens", { count: format.compact(tokens(row)) }),
        text: format.moneyNode(format.amount(row)),
      })),
    }),
  );
}

function failing({ providers, statuses }) {
  if (statuses.length === 0) return empty(t("empty.no_errors"), null);
  return [
    rank({
      label: t("report.errors"),
      rows: statuses.map((row) => ({
        name: `HTTP ${row.status}`,
        value: row.count,
        text: format.countNode(row.count),
        colour: "var(--bad-line)",
      })),
    }),
    h(
      "p",
      { class: "muted small" },
      format.list(providers.map((row) => `${row.name ?? t("group.none")} ${row.errors}`)),
    ),
  ];
}
