// Every request: as they come, and found again.

import { h, replace } from "../core/dom.js";
import { all } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import * as live from "../core/live.js";
import { person } from "../core/names.js";
import { can, knows, takes } from "../core/rights.js";
import { go, to } from "../core/router.js";
import { span } from "../core/state.js";
import { cacheState, outcome } from "../parts/badge.js";
import { filters } from "../parts/filters.js";
import { empty } from "../parts/notice.js";
import { pageOf } from "../parts/page-of.js";
import { panel } from "../parts/panel.js";
import { rangePicker } from "../parts/range.js";
import { tabs } from "../parts/tabs.js";
import { tableRow } from "../parts/table.js";
import { story } from "./story.js";

const TAIL = 100;

export default {
  name: "requests",
  needs: "GET /ledger",
  render(context) {
    if (context.parts.length > 0 && context.parts[0] !== "live") return story(context, context.parts[0]);
    const isLive = context.parts[0] === "live";
    const parts = [
      { name: "search", text: t("requests.search"), href: to(["requests"]) },
      ...(knows("GET /live") && can("GET /live")
        ? [{ name: "live", text: t("requests.live"), href: to(["requests", "live"]) }]
        : []),
    ];
    if (!isLive) context.tools(rangePicker(context.refresh));
    return [tabs(t("page.requests"), parts, isLive ? "live" : "search"), isLive ? tail(context) : search(context)];
  },
};

// MARK: Search

/** What may be searched for, as far as the gateway's API takes it: the parameter's name and the field. */
function fields() {
  const outcomes = ["answered", "failed", "partial", "aborted"];
  const choices = (names, prefix) => [["", t("filter.any")], ...names.map((name) => [name, word(prefix, name)])];
  const cached = ["hit", "semantic-hit", "miss", "bypass"];
  return [
    { name: "search", parameter: "q", label: t("filter.search"), type: "search" },
    {
      name: "status",
      parameter: "status_class",
      label: t("filter.status"),
      type: "select",
      options: [["", t("filter.any")], ...["2xx", "4xx", "5xx"].map((name) => [name, t(`status.${name}`)])],
    },
    {
      name: "outcome",
      parameter: "outcome",
      label: t("filter.outcome"),
      type: "select",
      options: choices(outcomes, "outcome"),
    },
    { name: "team", parameter: "team", label: t("group.team") },
    { name: "key", parameter: "key", label: t("group.key") },
    { name: "model", parameter: "model", label: t("group.model") },
    { name: "provider", parameter: "provider", label: t("group.provider") },
    { name: "tag", parameter: "tag", label: t("group.tag") },
    {
      name: "cache",
      parameter: "cache",
      label: t("filter.cache"),
      type: "select",
      options: choices(cached, "cache_state"),
    },
    { name: "min_duration_ms", parameter: "min_duration_ms", label: t("filter.min_duration"), type: "number" },
    { name: "min_cost_usd", parameter: "min_cost_usd", label: t("filter.min_cost"), type: "number" },
  ].filter((one) => takes("GET /ledger", one.parameter));
}

function search(context) {
  const possible = fields();
  const known = [...possible.map((one) => one.name), "project", "user"];
  const values = Object.fromEntries(Object.entries(context.query).filter(([name]) => known.includes(name)));
  const query = { from: span().from };
  for (const [name, value] of Object.entries(values)) {
    query[possible.find((one) => one.name === name)?.parameter ?? name] = value;
  }
  const list = pageOf({
    label: t("requests.list"),
    route: "/ledger",
    query,
    columns: columns(),
    empty: Object.keys(values).length > 0
      ? empty(t("empty.nothing_found"), t("empty.nothing_found_hint"))
      : empty(t("empty.no_requests"), t("empty.no_requests_hint")),
  });
  return [
    filters({ label: t("requests.search"), fields: possible, values, changed: (now) => go(["requests"], now) }),
    panel({ title: t("requests.list"), wide: true }, list.element),
  ];
}

/** The columns of the ledger's rows. */
function columns() {
  return [
    {
      name: t("column.time"),
      isMain: true,
      show: (row) => h("a", { href: to(["requests", row.entry]) }, format.timeNode(row.time)),
    },
    { name: t("column.outcome"), show: outcome },
    {
      name: t("column.model"),
      show: (row) => [
        h("span", {}, row.model),
        row.model_served && row.model_served !== row.model
          ? h("small", {}, `${row.provider}/${row.model_served}`)
          : null,
      ],
    },
    {
      name: t("column.key"),
      show: (
        row,
      ) => [
        h("span", {}, row.key ?? "–"),
        h("small", {}, [row.team, row.project, row.user ? person(row.user) : null].filter(Boolean).join(" · ")),
      ],
    },
    {
      name: t("column.tokens"),
      number: true,
      show: (
        row,
      ) => (row.usage ? `${format.compact(row.usage.input_tokens)} → ${format.compact(row.usage.output_tokens)}` : "–"),
    },
    {
      name: t("column.cost"),
      number: true,
      show: (row) => (row.cost_usd === null ? t("cost.unknown") : format.moneyNode(format.amount(row))),
    },
    {
      name: t("column.duration"),
      number: true,
      show: (
        row,
      ) => [
        h("span", {}, format.duration(row.duration_ms)),
        row.flags.includes("stream") && row.time_to_first_token_ms !== null
          ? h("small", {}, `${t("tile.ttft")} ${format.duration(row.time_to_first_token_ms)}`)
          : null,
      ],
    },
    {
      name: t("column.notes"),
      show: (
        row,
      ) => [
        cacheState(row.cache),
        row.attempts.length > 1
          ? h("span", { class: "badge warn" }, t("requests.attempts", { count: row.attempts.length }))
          : null,
        row.flags.includes("stream") ? h("span", { class: "badge" }, t("flag.stream")) : null,
      ],
    },
  ];
}

// MARK: Live

/** Calls as they end, newest first. */
function tail(context) {
  const body = h("tbody");
  const waiting = empty(t("empty.waiting"), t("empty.waiting_hint"));
  const dropped = h("p", { class: "muted", role: "status" });
  const liveColumns = [
    {
      name: t("column.time"),
      isMain: true,
      show: (call) =>
        h("a", { href: to(["requests", call.entry]) }, format.timeNode(call.time, (time) => format.clock(time, true))),
    },
    { name: t("column.outcome"), show: outcome },
    {
      name: t("column.model"),
      show: (
        call,
      ) => [h("span", {}, call.model_asked), call.model ? h("small", {}, `${call.provider}/${call.model}`) : null],
    },
    {
      name: t("column.key"),
      show: (
        call,
      ) => [h("span", {}, call.key_name ?? "–"), h("small", {}, [call.team, call.project].filter(Boolean).join(" · "))],
    },
    {
      name: t("column.tokens"),
      number: true,
      show: (call) => `${format.compact(call.input_tokens)} → ${format.compact(call.output_tokens)}`,
    },
    {
      name: t("column.cost"),
      number: true,
      show: (
        call,
      ) => (call.cost_usd === null || call.cost_usd === undefined ? "–" : format.moneyNode(format.amount(call))),
    },
    {
      name: t("column.duration"),
      number: true,
      show: (call) => [
        h("span", {}, format.duration(call.duration_ms)),
        call.stream && call.ttft_ms !== null
          ? h("small", {}, `${t("tile.ttft")} ${format.duration(call.ttft_ms)}`)
          : null,
      ],
    },
    {
      name: t("column.notes"),
      show: (
        call,
      ) => [
        cacheState(call.cache),
        call.attempts > 1 ? h("span", { class: "badge warn" }, t("requests.attempts", { count: call.attempts })) : null,
      ],
    },
  ];
  const wrap = h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": t("requests.live") },
    h(
      "table",
      { class: "cards" },
      h("caption", { class: "hidden-text" }, t("requests.live")),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          liveColumns.map((column) => h("th", { scope: "col", class: column.number ? "number" : null }, column.name)),
        ),
      ),
      body,
    ),
  );
  let isPaused = false;
  let held = [];
  const add = (call) => {
    if (isPaused) {
      held.push(call);
      if (held.length > TAIL) held.shift();
      pause.textContent = t("requests.resume", { count: held.length });
      return;
    }
    waiting.hidden = true;
    wrap.hidden = false;
    body.prepend(tableRow(liveColumns, call));
    while (body.childElementCount > TAIL) body.lastElementChild.remove();
  };
  const pause = h(
    "button",
    {
      type: "button",
      "aria-pressed": "false",
      onclick: () => {
        isPaused = !isPaused;
        pause.setAttribute("aria-pressed", String(isPaused));
        pause.textContent = isPaused ? t("requests.resume", { count: 0 }) : t("requests.pause");
        if (!isPaused) {
          held.forEach(add);
          held = [];
        }
      },
    },
    t("requests.pause"),
  );
  wrap.hidden = true;
  [...live.calls].slice(0, TAIL).reverse().forEach(add);
  context.leave(live.listen("call", add));
  let left = 0;
  context.leave(live.listen("dropped", ({ count }) => {
    left += count;
    replace(dropped, t("requests.dropped", { count: format.count(left), raw: left }));
  }));
  return panel(
    { title: t("requests.live"), note: t("requests.live_note"), wide: true, actions: [pause] },
    waiting,
    wrap,
    dropped,
  );
}

/** The names of all keys by their ids, for pages that show scopes. */
export async function keysByID() {
  const rows = can("GET /keys") ? await all("/keys") : [];
  return new Map(rows.map((row) => [row.id, row]));
}
