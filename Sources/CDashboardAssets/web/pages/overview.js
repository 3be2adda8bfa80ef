// What does it cost today and who spent it, what is failing, what is slow, what did the cache save.

import { h, replace } from "../core/dom.js";
import { get } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import * as live from "../core/live.js";
import { person } from "../core/names.js";
import { can, takes } from "../core/rights.js";
import { to } from "../core/router.js";
import { span, timeZone } from "../core/state.js";
import { rank } from "../charts/rank.js";
import { spark } from "../charts/spark.js";
import { timeChart } from "../charts/time.js";
import { health } from "../parts/badge.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { rangePicker } from "../parts/range.js";
import { choice } from "../parts/tabs.js";
import { table } from "../parts/table.js";

export default {
  name: "overview",
  needs: "GET /usage",
  render(context) {
    context.tools(rangePicker(context.refresh));
    const range = span();
    const series = get("/series", { ...range, time_zone: timeZone() });
    // Each panel shows the error itself.
    series.catch(() => {});
    const filters = { from: range.from };
    const panels = [
      trafficPanel(series, range.step),
      costPanel(series, range.step),
      spendersPanel(filters),
      latencyPanel(series, range.step),
      failingPanel(filters),
      cachePanel(series, range.step),
      can("GET /providers") ? healthPanel(context) : null,
    ];
    return [tiles(context, series), h("div", { class: "grid" }, panels)];
  },
};

// MARK: Figures

function tiles(context, series) {
  const make = (name) => {
    const value = h("p", { class: "tile-value" }, "–");
    const note = h("p", { class: "tile-note" }, " ");
    const line = h("div", { class: "tile-spark" });
    const element = h(
      "section",
      { class: "tile", dataset: { tile: name } },
      h("h2", {}, t(`tile.${name}`)),
      value,
      note,
      line,
    );
    return { element, value, note, line };
  };
  const cost = make("cost");
  const month = make("month");
  const requests = make("requests");
  const errors = make("errors");
  const latency = make("latency");
  const cache = make("cache");

  const loadSums = async () => {
    let sums;
    try {
      sums = await get("/overview", { time_zone: timeZone() });
    } catch (error) {
      replace(cost.note, error.status === 404 ? "–" : t("error.not_loaded"));
      return;
    }
    const { today, yesterday } = sums;
    const before = Number((sums.yesterday_so_far ?? yesterday).cost_usd);
    replace(cost.value, format.moneyNode(format.amount(today)));
    replace(
      cost.note,
      t("tile.yesterday", { amount: format.money(format.amount(yesterday)) }),
      today.unpriced_requests
        ? h(
          "span",
          { class: "warn-text" },
          ` · ${t("tile.unpriced", { count: format.count(today.unpriced_requests), raw: today.unpriced_requests })}`,
        )
        : null,
      before > 0
        ? h("span", { title: t("tile.change_hint") }, ` · ${format.signedPercent(Number(today.cost_usd) / before - 1)}`)
        : null,
    );
    replace(month.value, format.moneyNode(format.amount(sums.month)));
    const forecast = format.amount(sums.month, "forecast_usd");
    replace(month.note, forecast ? t("tile.forecast", { amount: format.money(forecast) }) : t("tile.no_forecast"));
    month.note.title = t("tile.forecast_method");
    if (live.figures.length === 0) {
      replace(requests.note, t("tile.today", { count: format.count(today.requests), raw: today.requests }));
    }
  };

  const loadRange = async () => {
    let points;
    try {
      points = (await series).points;
    } catch {
      return;
    }
    const sum = (member) => points.reduce((total, point) => total + Number(point[member] ?? 0), 0);
    const asked = sum("requests");
    const failed = sum("errors");
    const hits = sum("cache_hits");
    replace(errors.value, format.percent(asked ? failed / asked : 0, 2));
    replace(errors.note, t("tile.errors_of", { errors: format.count(failed), count: format.count(asked) }));
    replace(errors.line, spark(points.map((point) => point.errors), { colour: "var(--bad-line)" }));
    replace(cache.value, format.percent(asked ? hits / asked : 0));
    replace(cache.note, t("tile.saved", { amount: format.money(format.dollars(sum("saved_usd"))) }));
    replace(cache.line, spark(points.map((point) => point.cache_hits), { colour: "var(--series-2)" }));
    replace(cost.line, spark(points.map((point) => Number(point.cost_usd)), { colour: "var(--series-1)" }));
    if (live.figures.length === 0) replace(requests.line, spark(points.map((point) => point.requests)));
  };

  const showLive = () => {
    const now = live.figures.at(-1);
    if (!now) return;
    replace(requests.value, format.decimal(now.requests_per_second), h("small", {}, t("unit.per_second")));
    // Only who may see all of the gateway is told what it has in flight.
    const load = (name, value) => value === null ? null : t(`tile.${name}`, { count: format.count(value), raw: value });
    const notes = [
      t("tile.tokens_per_second", { count: format.compact(now.tokens_per_second) }),
      load("in_flight", now.in_flight),
      load("streams", now.open_streams),
    ];
    replace(requests.note, notes.filter(Boolean).join(" · "));
    replace(requests.line, spark(live.figures.map((one) => one.requests_per_second)));
    replace(latency.line, spark(live.figures.map((one) => one.p95_ms), { colour: "var(--series-5)" }));
    if (now.p95_ms === null) {
      replace(latency.value, "–");
      replace(latency.note, t("tile.quiet", { seconds: format.count(now.window_seconds) }));
      return;
    }
    replace(latency.value, format.duration(now.p95_ms), h("small", {}, "p95"));
    replace(
      latency.note,
      `p50 ${format.duration(now.p50_ms)} · p99 ${format.duration(now.p99_ms)} · ${t("tile.ttft")} ${
        format.duration(now.ttft_p50_ms)
      }`,
    );
  };

  loadSums();
  loadRange();
  showLive();
  context.leave(live.listen("figures", showLive));
  // Sums are read again when something was asked, not by the clock: at most every ten seconds.
  let waiting = null;
  context.leave(() => clearTimeout(waiting));
  context.leave(
    live.listen("call", () => {
      waiting ??= setTimeout(() => {
        waiting = null;
        loadSums();
      }, 10_000);
    }),
  );
  return h("div", { class: "tiles" }, [cost, month, requests, errors, latency, cache].map((tile) => tile.element));
}

// MARK: Panels

const none = () => empty(t("empty.no_requests"), t("empty.no_requests_hint"));
const column = (points, member) =>
  points.map((point) => (point[member] === null || point[member] === undefined ? null : Number(point[member])));
const amounts = (points, member) => points.map((point) => format.shown(point[member]));
const times = (points) => points.map((point) => point.time);
const isQuiet = (points) => points.every((point) => point.requests === 0);

function trafficPanel(series, step) {
  return loading({
    title: t("panel.traffic"),
    height: 225,
    load: () => series,
    show: ({ points }) =>
      isQuiet(points) ? none() : timeChart({
        label: t("panel.traffic"),
        times: times(points),
        step,
        axis: format.compact,
        series: [
          { name: t("series.answered"), kind: "bar", values: points.map((point) => point.requests - point.errors) },
          { name: t("series.errors"), kind: "bar", colour: "var(--bad-line)", values: column(points, "errors") },
        ],
      }),
  });
}

function costPanel(series, step) {
  return loading({
    title: t("panel.cost"),
    actions: [h("a", { href: to(["cost"]) }, t("panel.all_cost"))],
    height: 225,
    load: () => series,
    show: ({ points }) =>
      isQuiet(points) ? none() : timeChart({
        label: t("panel.cost"),
        times: times(points),
        step,
        write: format.shownText,
        axis: (value) => format.shownText(value, { isShort: true }),
        series: [{ name: t("series.cost"), kind: "area", values: amounts(points, "cost_usd") }],
      }),
  });
}

function latencyPanel(series, step) {
  return loading({
    title: t("panel.latency"),
    height: 225,
    load: () => series,
    show: ({ points, percentiles }) =>
      isQuiet(points) ? none() : [
        timeChart({
          label: t("panel.latency"),
          times: times(points),
          step,
          write: format.duration,
          series: [
            { name: "p50", kind: "line", values: column(points, "duration_p50_ms") },
            { name: "p95", kind: "line", colour: "var(--series-5)", values: column(points, "duration_p95_ms") },
            { name: "p99", kind: "line", colour: "var(--series-4)", values: column(points, "duration_p99_ms") },
            {
              name: t("series.ttft"),
              kind: "line",
              dash: true,
              colour: "var(--series-2)",
              values: column(points, "ttft_p50_ms"),
            },
          ],
        }),
        percentiles?.method === "newest_of_each_step"
          ? h(
            "p",
            { class: "muted small" },
            t("panel.latency_newest", { count: format.count(percentiles.records_per_step) }),
          )
          : null,
      ],
  });
}

function cachePanel(series, step) {
  return loading({
    title: t("panel.saved"),
    actions: can("GET /cache") ? [h("a", { href: to(["cache"]) }, t("panel.all_cache"))] : [],
    height: 225,
    load: () => series,
    show: ({ points }) =>
      points.every((point) => !point.cache_hits && !Number(point.saved_usd))
        ? empty(t("empty.nothing_saved"), t("empty.nothing_saved_hint"))
        : timeChart({
          label: t("panel.saved"),
          times: times(points),
          step,
          write: format.shownText,
          axis: (value) => format.shownText(value, { isShort: true }),
          series: [{
            name: t("series.saved"),
            kind: "bar",
            colour: "var(--series-2)",
            values: amounts(points, "saved_usd"),
          }],
        }),
  });
}

function spendersPanel(filters) {
  let group = "team";
  const panel = loading({
    title: t("panel.spenders"),
    actions: [
      choice(t("cost.group_by"), ["team", "key", "model"].map((name) => [name, t(`group.${name}`)]), group, (name) => {
        group = name;
        panel.reload();
      }),
    ],
    height: 225,
    load: () => get("/usage", { ...filters, group_by: group, time_zone: timeZone() }),
    show: ({ rows, total }) => {
      if (rows.length === 0) return none();
      const sorted = [...rows].sort((a, b) => Number(b.cost_usd) - Number(a.cost_usd)).slice(0, 8);
      return rank({
        label: t("panel.spenders"),
        rows: sorted.map((row) => ({
          name: group === "user" && row.key ? person(row.key) : row.key ?? t("group.none"),
          href: row.key ? to(["requests"], { [group]: group === "key" ? row.id ?? row.key : row.key }) : null,
          value: Number(row.cost_usd),
          note: format.percent(Number(total.cost_usd) ? Number(row.cost_usd) / Number(total.cost_usd) : 0),
          text: format.moneyNode(format.amount(row)),
        })),
      });
    },
  });
  return panel;
}

/** What fails, and the last requests that did. */
function failingPanel(filters) {
  return loading({
    title: t("panel.failing"),
    actions: [h("a", { href: to(["requests"], { outcome: "failed" }) }, t("panel.all_failed"))],
    height: 225,
    load: async () => {
      const [usage, ledger] = await Promise.all([
        get("/usage", { ...filters, group_by: "model" }),
        takes("GET /ledger", "outcome") ? get("/ledger", { ...filters, outcome: "failed", limit: 5 }) : { rows: [] },
      ]);
      return {
        models: usage.rows.filter((row) => row.errors > 0).sort((a, b) => b.errors - a.errors),
        rows: ledger.rows,
      };
    },
    show: ({ models, rows }) =>
      models.length === 0 ? empty(t("empty.no_errors"), t("empty.no_errors_hint")) : [
        rank({
          label: t("panel.failing"),
          rows: models.slice(0, 4).map((row) => ({
            name: row.key ?? t("group.none"),
            href: row.key ? to(["requests"], { model: row.key, outcome: "failed" }) : null,
            value: row.errors / row.requests,
            note: t("failing.of", { errors: format.count(row.errors), count: format.count(row.requests) }),
            text: format.percent(row.errors / row.requests),
            colour: "var(--bad-line)",
          })),
        }),
        rows.length > 0 ? h("ul", { class: "causes" }, rows.map(cause)) : null,
      ],
  });
}

/** One failed request in a line: when, what, and what each target said. */
function cause(row) {
  const why = row.attempts.map((attempt) => `${attempt.target}: ${word("attempt", attempt.outcome)}`).join(" → ");
  return h(
    "li",
    {},
    h("a", { href: to(["requests", row.entry]) }, format.timeNode(row.time, (time) => format.clock(time, true))),
    h("span", {}, ` ${row.model} · ${row.status}`),
    h("small", {}, why || word("outcome", row.outcome)),
  );
}

function healthPanel(context) {
  const panel = loading({
    title: t("panel.health"),
    wide: true,
    actions: [h("a", { href: to(["models"]) }, t("panel.all_models"))],
    load: () => get("/providers", { limit: 200 }),
    show: ({ rows }) => {
      const targets = rows.flatMap((provider) =>
        provider.health.map((target) => ({ ...target, provider: provider.name }))
      );
      return table({
        label: t("panel.health"),
        rows: targets,
        empty: empty(t("empty.no_targets"), t("empty.no_targets_hint")),
        columns: [
          { name: t("column.target"), isMain: true, show: (row) => row.target, by: (row) => row.target },
          { name: t("column.health"), show: (row) => health(row.state), by: (row) => row.state },
          {
            name: t("column.in_flight"),
            number: true,
            show: (row) => format.count(row.in_flight),
            by: (row) => row.in_flight,
          },
          {
            name: t("column.latency"),
            number: true,
            show: (row) => format.duration(row.latency_ms),
            by: (row) => row.latency_ms,
          },
        ],
      });
    },
  });
  context.leave(live.listen("target", () => panel.reload()));
  return panel;
}
