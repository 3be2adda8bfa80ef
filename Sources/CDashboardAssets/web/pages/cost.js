// What it cost, by whom and by what.

import { h } from "../core/dom.js";
import { get, path } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { person } from "../core/names.js";
import { can } from "../core/rights.js";
import { note, to } from "../core/router.js";
import { span, timeZone } from "../core/state.js";
import { heatMap } from "../charts/heat.js";
import { rank } from "../charts/rank.js";
import { colour } from "../charts/scale.js";
import { timeChart } from "../charts/time.js";
import { csv, save } from "../parts/download.js";
import { empty } from "../parts/notice.js";
import { loading, panel } from "../parts/panel.js";
import { rangePicker } from "../parts/range.js";
import { choice } from "../parts/tabs.js";
import { table } from "../parts/table.js";

const GROUPS = ["team", "project", "key", "user", "model", "provider", "tag"];
const FILTERS = ["team", "project", "key", "user", "model", "provider", "tag"];

export default {
  name: "cost",
  needs: "GET /usage",
  render(context) {
    const range = span();
    const group = GROUPS.includes(context.query.by) ? context.query.by : "team";
    const narrowed = Object.fromEntries(
      FILTERS.filter((name) => context.query[name]).map((name) => [name, context.query[name]]),
    );
    context.tools([
      choice(t("cost.group_by"), GROUPS.map((name) => [name, t(`group.${name}`)]), group, (name) => {
        note(["cost"], { ...narrowed, by: name });
        context.query.by = name;
        context.refresh();
      }),
      rangePicker(context.refresh),
    ]);
    const from = { from: range.from, ...narrowed };
    const usage = get("/usage", { ...from, group_by: group, time_zone: timeZone() });
    usage.catch(() => {});
    const name = (row) => (row.key === null ? t("group.none") : group === "user" ? person(row.key) : row.key);
    // A filter of keys takes ids: names may be had by several.
    const value = (row) => (group === "key" ? row.id ?? row.key : row.key);
    const none = () => empty(t("empty.no_requests"), t("empty.no_requests_hint"));
    const byCost = (rows) =>
      [...rows].sort((a, b) => Number(b.cost_usd) - Number(a.cost_usd) || b.requests - a.requests);

    return [
      chips(narrowed, group),
      totals(usage),
      h(
        "div",
        { class: "grid" },
        loading({
          title: t("cost.over_time"),
          height: 225,
          load: () =>
            get("/series", {
              ...from,
              step: range.step === "minute" ? "minute" : range.step,
              group_by: group,
              groups: 6,
              latency: false,
              time_zone: timeZone(),
            }),
          show: ({ groups }) =>
            groups.length === 0 ? none() : timeChart({
              label: t("cost.over_time"),
              times: groups[0].points.map((point) => point.time),
              step: range.step,
              write: format.shownText,
              axis: (value) => format.shownText(value, { isShort: true }),
              series: groups.map((one, index) => ({
                name: one.other ? t("group.other") : name(one),
                kind: "bar",
                colour: one.other ? "var(--series-8)" : colour(index),
                values: one.points.map((point) => format.shown(point.cost_usd)),
              })),
            }),
        }),
        loading({
          title: t("cost.top"),
          height: 225,
          load: () => usage,
          show: ({ rows, total }) =>
            rows.length === 0 ? none() : rank({
              label: t("cost.top"),
              rows: byCost(rows).slice(0, 10).map((row) => ({
                name: name(row),
                value: Number(row.cost_usd),
                href: row.key === null ? null : to(["cost"], { ...narrowed, [group]: value(row), by: next(group) }),
                note: format.percent(Number(total.cost_usd) ? Number(row.cost_usd) / Number(total.cost_usd) : 0),
                text: format.moneyNode(format.amount(row)),
              })),
            }),
        }),
        loading({
          title: t("cost.heat", { group: t(`group.${group}`) }),
          note: t("cost.heat_note"),
          wide: true,
          height: 160,
          load: () =>
            get("/series", {
              ...from,
              from: span("30d").from,
              step: "day",
              group_by: group,
              groups: 10,
              latency: false,
              time_zone: timeZone(),
            }),
          show: ({ groups }) =>
            groups.length === 0 ? none() : heatMap({
              label: t("cost.heat", { group: t(`group.${group}`) }),
              corner: t(`group.${group}`),
              columns: groups[0].points.map((point) => format.day(point.time)),
              rows: groups.map((one) => ({
                name: one.other ? t("group.other") : name(one),
                values: one.points.map((point) => format.shown(point.cost_usd)),
              })),
              write: format.shownText,
            }),
        }),
        loading({
          title: t("cost.table", { group: t(`group.${group}`) }),
          wide: true,
          actions: [
            h("button", {
              type: "button",
              class: "small",
              onclick: async () => download(await usage, group, name, range),
            }, t("cost.csv")),
            can("GET /ledger/export")
              ? h("a", {
                class: "button small",
                href: path("/ledger/export", { ...from, format: "csv" }),
                download: "kanmon-ledger.csv",
              }, t("cost.csv_requests"))
              : null,
          ],
          load: () => usage,
          show: ({ rows, total }) => usageTable({ rows: byCost(rows), total, name, group, value, narrowed }),
        }),
      ),
    ];
  },
};

/** What to divide a group by that was clicked. */
const next = (group) =>
  ({ team: "key", project: "key", user: "key", key: "model", model: "team", provider: "model", tag: "team" })[group];

/** What the page is narrowed to, each with a way out. */
function chips(narrowed, group) {
  const entries = Object.entries(narrowed);
  if (entries.length === 0) return null;
  return h(
    "p",
    { class: "chips" },
    entries.map(([name, value]) => {
      const rest = { ...narrowed, by: group };
      delete rest[name];
      return h(
        "a",
        {
          class: "chip",
          href: to(["cost"], rest),
          "aria-label": t("filter.remove", { name: `${t(`group.${name}`)} ${value}` }),
        },
        `${t(`group.${name}`)}: ${name === "user" ? person(value) : value}`,
        h("span", { "aria-hidden": "true" }, " ×"),
      );
    }),
  );
}

function totals(usage) {
  const figures = [
    ["total_cost", ({ total }) => format.moneyNode(format.amount(total))],
    ["total_requests", ({ total }) => format.countNode(total.requests)],
    [
      "total_tokens",
      (
        { total },
      ) => [
        format.countNode(total.input_tokens, format.compact),
        " / ",
        format.countNode(total.output_tokens, format.compact),
      ],
    ],
    ["total_errors", ({ total }) => format.countNode(total.errors)],
    ["total_saved", ({ total }) => format.moneyNode(format.amount(total, "saved_usd"))],
    ["total_unpriced", ({ total }) => format.countNode(total.unpriced_requests ?? 0)],
  ];
  const strip = panel(
    { title: t("cost.totals"), wide: true, kind: "strip" },
    h(
      "dl",
      { class: "facts" },
      figures.map(([name]) =>
        h("div", { dataset: { figure: name } }, h("dt", {}, t(`cost.${name}`)), h("dd", {}, "–"))
      ),
    ),
  );
  usage.then(
    (data) => {
      for (const [name, write] of figures) {
        strip.querySelector(`[data-figure=${name}] dd`).replaceChildren(...[write(data)].flat());
      }
    },
    // The panels below say what went wrong.
    () => {},
  );
  return strip;
}

function usageTable({ rows, total, name, group, value, narrowed }) {
  const share = (row) => (Number(total.cost_usd) ? Number(row.cost_usd) / Number(total.cost_usd) : 0);
  return table({
    label: t("cost.table", { group: t(`group.${group}`) }),
    rows,
    empty: empty(t("empty.no_requests"), t("empty.no_requests_hint")),
    columns: [
      {
        name: t(`group.${group}`),
        isMain: true,
        by: name,
        show: (
          row,
        ) => (row.key === null
          ? name(row)
          : h("a", { href: to(["requests"], { ...narrowed, [group]: value(row) }) }, name(row))),
      },
      {
        name: t("column.cost"),
        number: true,
        by: (row) => Number(row.cost_usd),
        show: (row) => format.moneyNode(format.amount(row)),
      },
      { name: t("column.share"), number: true, by: share, show: (row) => format.percent(share(row)) },
      {
        name: t("column.requests"),
        number: true,
        by: (row) => row.requests,
        show: (row) => format.countNode(row.requests),
      },
      { name: t("column.errors"), number: true, by: (row) => row.errors, show: (row) => format.countNode(row.errors) },
      {
        name: t("column.input"),
        number: true,
        by: (row) => row.input_tokens,
        show: (row) => format.countNode(row.input_tokens, format.compact),
      },
      {
        name: t("column.output"),
        number: true,
        by: (row) => row.output_tokens,
        show: (row) => format.countNode(row.output_tokens, format.compact),
      },
      {
        name: t("column.hits"),
        number: true,
        by: (row) => row.cache_hits,
        show: (row) => format.countNode(row.cache_hits),
      },
      {
        name: t("column.saved"),
        number: true,
        by: (row) => Number(row.saved_usd),
        show: (row) => format.moneyNode(format.amount(row, "saved_usd")),
      },
    ],
  });
}

function download({ rows, currency }, group, name, range) {
  const members = ["requests", "errors", "input_tokens", "output_tokens", "cost_usd", "cache_hits", "saved_usd"];
  const head = [group, ...members, ...(currency ? [`cost_${currency.code.toLowerCase()}`] : [])];
  save(
    `kanmon-${group}-${range.from.slice(0, 10)}.csv`,
    csv([
      head,
      ...rows.map((
        row,
      ) => [name(row), ...members.map((member) => row[member]), ...(currency ? [row.cost_display?.amount] : [])]),
    ]),
  );
}
