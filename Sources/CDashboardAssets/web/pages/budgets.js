// Budgets: where they stand, how fast they burn, and when they will be used up.

import { h, replace } from "../core/dom.js";
import { all, get, part, patch, post, remove } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { scopeText } from "../core/names.js";
import { can } from "../core/rights.js";
import { state, timeZone } from "../core/state.js";
import { meter } from "../charts/meter.js";
import { timeChart } from "../charts/time.js";
import { badge, declared } from "../parts/badge.js";
import { confirm, form } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty, problem, skeleton } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { toast } from "../parts/toast.js";
import { keysByID } from "./requests.js";

const isMoney = (row) => row.currency !== "tokens";

/** The list of budgets. */
export function budgets() {
  const element = loading({
    title: t("keys.budgets"),
    wide: true,
    actions: can("POST /budgets")
      ? [h("button", { type: "button", class: "primary", onclick: () => create(element.reload) }, t("budgets.create"))]
      : [],
    load: async () => ({ rows: await all("/budgets"), keys: await keysByID() }),
    show: ({ rows, keys }) =>
      rows.length === 0 ? empty(t("empty.no_budgets"), t("empty.no_budgets_hint")) : h(
        "div",
        { class: "budget-list" },
        [...rows].sort((a, b) => share(b) - share(a)).map((row) => budget(row, keys, element.reload)),
      ),
  });
  return element;
}

const share = (
  row,
) => (row.state && Number(row.state.amount) > 0 ? Number(row.state.spent) / Number(row.state.amount) : 0);

/** An amount of the budget as text, in the currency that people are shown or in tokens. */
function written(row, value) {
  if (value === null || value === undefined) return "–";
  return isMoney(row)
    ? format.money(format.dollars(value))
    : t("budgets.tokens", { count: format.compact(Number(value)), raw: Number(value) });
}

function budget(row, keys, reload) {
  const used = share(row);
  const name = `${scopeText(row.scope, keys)} · ${row.name}`;
  const chart = h("div", { class: "burn" });
  const details = h(
    "details",
    {
      ontoggle: () => {
        if (details.open && chart.childElementCount === 0) burn(row, chart);
      },
    },
    h("summary", {}, t("budgets.burn_down")),
    chart,
  );
  const exact = row.state && isMoney(row)
    ? h("data", { value: row.state.spent, title: `$${row.state.spent}` }, written(row, row.state.spent))
    : written(row, row.state?.spent);
  return h(
    "article",
    { class: "budget" },
    h(
      "header",
      {},
      h("h3", {}, name),
      badge(t(`scope.${row.scope.split(":")[0]}`)),
      badge(t(`period.${row.period}`)),
      badge(
        t(`budget_action.${typeof row.action === "string" ? row.action : "downgrade"}`),
        row.action === "block" ? "warn" : "",
      ),
      declared(row),
      menu(name, actions(row, name, reload)),
    ),
    h(
      "p",
      { class: "budget-figures" },
      h("strong", {}, exact),
      ` / ${written(row, row.state?.amount ?? row.amount)} `,
      h("span", { class: "muted" }, format.percent(used)),
    ),
    meter({ label: name, share: used, warn: row.alert_at?.length ? Math.min(...row.alert_at) : 0.8 }),
    h("p", { class: "muted" }, forecast(row)),
    row.state && canDraw(row) ? details : null,
  );
}

function forecast(row) {
  if (!row.state) return t("budgets.not_counted");
  const parts = [];
  if (row.forecast?.per_day) parts.push(t("budgets.per_day", { amount: written(row, row.forecast.per_day) }));
  if (row.forecast?.exhausted_at) {
    parts.push(
      h("strong", { class: "warn-text" }, t("budgets.exhausted", { date: format.date(row.forecast.exhausted_at) })),
    );
  } else if (row.forecast && share(row) >= 1) parts.push(h("strong", { class: "warn-text" }, t("budgets.used_up")));
  else if (row.forecast) parts.push(t("budgets.lasts"));
  if (row.state.period_end) {
    parts.push(t("budgets.until", { date: format.dateTime(row.state.period_end, { seconds: false }) }));
  }
  return parts.flatMap((node, index) => (index ? [" · ", node] : [node]));
}

/** The filter of usage that has what a budget counts; tags and models are shared by scopes that are not. */
const FILTERS = ["organization", "team", "project", "user", "key", "model", "provider", "tag"];
const canDraw = (row) => isMoney(row) && FILTERS.includes(row.scope.split(":")[0]) && can("GET /series");

/** What is left of a budget over its period, and how that goes on at this pace. */
async function burn(row, place) {
  replace(place, skeleton(190));
  const kind = row.scope.slice(0, row.scope.indexOf(":"));
  const scope = row.scope.slice(kind.length + 1);
  const isDay = row.period === "day";
  try {
    const series = await get("/series", {
      from: row.state.period_start,
      [kind]: scope,
      step: isDay ? "hour" : "day",
      latency: false,
      time_zone: timeZone(),
    });
    const whole = format.shown(row.state.amount);
    let left = whole;
    const times = series.points.map((point) => point.time);
    const rest = series.points.map((point) => Math.max(0, left -= format.shown(point.cost_usd)));
    const ahead = rest.map(() => null);
    const perDay = format.shown(row.forecast?.per_day ?? 0);
    const end = row.state.period_end ? new Date(row.state.period_end) : null;
    if (end && rest.length > 0) {
      ahead[ahead.length - 1] = rest.at(-1);
      const size = isDay ? 3_600_000 : 86_400_000;
      for (
        let moment = new Date(times.at(-1)).getTime() + size, step = 1;
        moment < end.getTime() && step < 400;
        moment += size, step += 1
      ) {
        times.push(new Date(moment).toISOString());
        rest.push(null);
        ahead.push(Math.max(0, ahead[series.points.length - 1] - (perDay * step * size) / 86_400_000));
      }
    }
    replace(
      place,
      timeChart({
        label: t("budgets.burn_down"),
        times,
        step: isDay ? "hour" : "day",
        height: 170,
        write: format.shownText,
        axis: (value) => format.shownText(value, { isShort: true }),
        series: [
          { name: t("budgets.remaining"), kind: "area", values: rest },
          { name: t("budgets.at_this_pace"), kind: "line", dash: true, colour: "var(--series-4)", values: ahead },
        ],
      }),
    );
  } catch (error) {
    if (!("code" in error)) console.error(error);
    replace(place, problem(error, () => burn(row, place)));
  }
}

function actions(row, name, reload) {
  const route = `/budgets/${part(row.id)}`;
  const isStored = row.source !== "file";
  const did = (text) => {
    toast(text);
    reload();
  };
  return [
    can("POST /budgets/{id}/raise") && {
      text: t("budgets.raise"),
      run: () =>
        form({
          title: t("budgets.raise_title", { name }),
          intro: t("budgets.raise_text"),
          fields: [
            {
              name: "amount",
              label: isMoney(row) ? t("field.amount_usd") : t("field.tokens"),
              type: "number",
              isRequired: true,
            },
            {
              name: "until",
              label: t("field.until"),
              type: "datetime-local",
              isRequired: true,
              read: (text) => new Date(text).toISOString().replace(/\.\d+Z/, "Z"),
            },
            { name: "reason", label: t("field.reason"), hint: t("field.reason_hint"), isRequired: true },
          ],
          action: t("budgets.raise"),
          submit: async (values) => {
            await post(`${route}/raise`, values);
            did(t("budgets.raised", { name }));
          },
        }),
    },
    isStored && can("PATCH /budgets/{id}") && {
      text: t("action.edit"),
      run: () =>
        form({
          title: t("budgets.edit_title", { name }),
          fields: [
            {
              name: "amount",
              label: isMoney(row) ? t("field.amount_usd") : t("field.tokens"),
              type: "number",
              value: row.amount,
              isRequired: true,
            },
            // A cheaper model is not named here: one that is named stays.
            typeof row.action === "string" && actionField(row.action),
          ].filter(Boolean),
          action: t("action.save"),
          submit: async (values) => {
            await patch(route, values);
            did(t("budgets.changed", { name }));
          },
        }),
    },
    isStored && can("DELETE /budgets/{id}") &&
    {
      text: t("action.delete"),
      danger: true,
      run: () =>
        confirm({
          title: t("budgets.delete_title", { name }),
          text: t("budgets.delete_text"),
          name: row.name,
          action: t("action.delete"),
          run: async () => {
            await remove(route);
            did(t("budgets.deleted", { name }));
          },
        }),
    },
  ];
}

const actionField = (value) => ({
  name: "action",
  label: t("field.action"),
  type: "select",
  value: value === "block" ? "block" : "warn",
  options: [["block", t("budget_action.block")], ["warn", t("budget_action.warn")]],
});

async function create(reload) {
  const scopes = await scopeNames();
  form({
    title: t("budgets.create"),
    intro: state.currency
      ? t("budgets.in_dollars", { code: state.currency.code, rate: format.decimal(Number(state.currency.per_usd), 2) })
      : null,
    fields: [
      { name: "scope", label: t("field.scope"), hint: t("field.scope_hint"), isRequired: true, list: scopes },
      { name: "name", label: t("field.name") },
      { name: "amount", label: t("field.amount_usd"), type: "number", isRequired: true },
      {
        name: "period",
        label: t("field.period"),
        type: "select",
        value: "month",
        options: ["day", "week", "month", "quarter", "year", "total"].map((name) => [name, t(`period.${name}`)]),
      },
      actionField("block"),
      {
        name: "alert_at",
        label: t("field.alert_at"),
        hint: t("field.alert_at_hint"),
        value: "80",
        read: (text) => text.split(",").map((one) => Number(one.trim()) / 100).filter((one) => one > 0),
      },
    ],
    action: t("action.create"),
    submit: async (values) => {
      await post("/budgets", values);
      toast(t("budgets.created"));
      reload();
    },
  });
}

/** What a limit or a budget may be on, as far as the viewer sees it and it is not declared in the configuration. */
export async function scopeNames() {
  const [teams, projects, keys] = await Promise.all([all("/teams"), all("/projects"), all("/keys")]);
  const stored = (rows) => rows.filter((row) => row.source !== "file");
  return [
    ...stored(teams).map((row) => `team:${row.name}`),
    ...stored(projects).map((row) => `project:${row.name}`),
    ...stored(keys).map((row) => `key:${row.id}`),
  ];
}
