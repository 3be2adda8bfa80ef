// The public models, the providers behind them, their health and their prices.

import { h, replace } from "../core/dom.js";
import { all, get, part, post } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import * as live from "../core/live.js";
import { can, knows } from "../core/rights.js";
import { to } from "../core/router.js";
import { span, timeZone } from "../core/state.js";
import { badge, health } from "../parts/badge.js";
import { filters } from "../parts/filters.js";
import { empty, explain } from "../parts/notice.js";
import { pageOf } from "../parts/page-of.js";
import { loading, panel } from "../parts/panel.js";
import { tabs } from "../parts/tabs.js";
import { table } from "../parts/table.js";

export default {
  name: "models",
  needs: "GET /models",
  render(context) {
    const part = ["providers", "prices"].includes(context.parts[0]) ? context.parts[0] : "models";
    const parts = [
      "models",
      ...(can("GET /providers") ? ["providers"] : []),
      ...(can("GET /prices") ? ["prices"] : []),
    ];
    const show = { models, providers, prices }[parts.includes(part) ? part : "models"];
    return [
      tabs(
        t("page.models"),
        parts.map((name) => ({ name, text: t(`models.${name}`), href: to(["models", name]) })),
        part,
      ),
      show(context),
    ];
  },
};

/** The target's name in a list of targets, whatever form it has. */
const targetName = (target) => (typeof target === "string" ? target : target.model ?? target.target ?? "");

function models(context) {
  const element = loading({
    title: t("models.models"),
    wide: true,
    load: async () => {
      const [rows, usage] = await Promise.all([
        all("/models"),
        can("GET /usage")
          ? get("/usage", { from: span().from, group_by: "model", time_zone: timeZone() })
          : { rows: [] },
      ]);
      const used = new Map(usage.rows.map((row) => [row.key, row]));
      return rows.map((row) => ({ ...row, used: used.get(row.name) ?? null }));
    },
    show: (rows) =>
      table({
        label: t("models.models"),
        rows,
        empty: empty(t("empty.no_models"), t("empty.no_models_hint")),
        columns: [
          {
            name: t("column.model"),
            isMain: true,
            by: (row) => row.name,
            show: (row) => (row.used ? h("a", { href: to(["requests"], { model: row.name }) }, row.name) : row.name),
          },
          { name: t("column.strategy"), by: (row) => row.strategy, show: (row) => word("strategy", row.strategy) },
          {
            name: t("column.targets"),
            show: (row) =>
              h(
                "ol",
                { class: "targets" },
                row.targets.map((target) => {
                  const state = row.health.find((one) => one.target === targetName(target));
                  return h(
                    "li",
                    {},
                    h("span", {}, targetName(target)),
                    state ? health(state.state) : null,
                    state?.latency_ms !== null && state?.latency_ms !== undefined
                      ? h("small", {}, format.duration(state.latency_ms))
                      : null,
                  );
                }),
              ),
          },
          {
            name: t("column.requests"),
            number: true,
            by: (row) => row.used?.requests ?? 0,
            show: (row) => format.countNode(row.used?.requests ?? 0),
          },
          {
            name: t("column.errors"),
            number: true,
            by: (row) => row.used?.errors ?? 0,
            show: (row) => format.countNode(row.used?.errors ?? 0),
          },
          {
            name: t("column.cost"),
            number: true,
            by: (row) => Number(row.used?.cost_usd ?? 0),
            show: (row) => (row.used ? format.moneyNode(format.amount(row.used)) : "–"),
          },
        ],
      }),
  });
  context.leave(live.listen("target", () => element.reload()));
  return element;
}

function providers(context) {
  const element = loading({
    title: t("models.providers"),
    wide: true,
    load: () => all("/providers"),
    show: (
      rows,
    ) => (rows.length === 0
      ? empty(t("empty.no_providers"), t("empty.no_providers_hint"))
      : h("div", { class: "provider-list" }, rows.map(provider))),
  });
  context.leave(live.listen("target", () => element.reload()));
  return element;
}

function provider(row) {
  const result = h("span", { class: "test-result", role: "status" });
  const test = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    replace(result, t("models.testing"));
    try {
      const answer = await post(`/providers/${part(row.name)}/test`);
      const why = typeof answer.error === "string" ? answer.error : answer.error?.message;
      replace(
        result,
        badge(answer.ok ? t("models.test_ok") : t("models.test_failed"), answer.ok ? "ok" : "bad"),
        ` ${
          [answer.status ? `HTTP ${answer.status}` : null, format.duration(answer.duration_ms), why].filter(Boolean)
            .join(" · ")
        }`,
      );
    } catch (error) {
      replace(result, badge(t("models.test_failed"), "bad"), ` ${explain(error)}`);
    }
    button.disabled = false;
  };
  const isTestable = knows("POST /providers/{name}/test") && can("POST /providers/{name}/test");
  return h(
    "article",
    { class: "provider" },
    h(
      "header",
      {},
      h("h3", {}, row.name),
      badge(row.type),
      h("span", { class: "muted mono ellipsis" }, row.base_url ?? ""),
      isTestable
        ? h("button", {
          type: "button",
          class: "small",
          "aria-label": t("models.test_of", { name: row.name }),
          onclick: test,
        }, t("models.test"))
        : null,
      result,
    ),
    h(
      "p",
      { class: "muted" },
      t("models.provider_note", {
        keys: row.api_keys.map((key) => key.name).join(", ") || "–",
        connections: format.count(row.max_connections),
      }),
      row.region ? ` · ${row.region}` : null,
    ),
    table({
      label: t("models.targets_of", { name: row.name }),
      rows: row.health,
      empty: empty(t("empty.no_targets"), t("empty.no_targets_hint")),
      columns: [
        { name: t("column.target"), isMain: true, by: (one) => one.target, show: (one) => one.target },
        { name: t("column.breaker"), by: (one) => one.state, show: (one) => health(one.state) },
        {
          name: t("column.in_flight"),
          number: true,
          by: (one) => one.in_flight,
          show: (one) => format.count(one.in_flight),
        },
        {
          name: t("column.latency"),
          number: true,
          by: (one) => one.latency_ms,
          show: (one) => format.duration(one.latency_ms),
        },
      ],
    }),
  );
}

function prices(context) {
  const values = Object.fromEntries(
    ["provider", "model", "source"].filter((name) => context.query[name]).map((name) => [name, context.query[name]]),
  );
  const current = (row) => {
    const begun = row.tables.filter((one) => !one.from || new Date(one.from) <= new Date());
    return (begun.at(-1) ?? row.tables[0])?.prices ?? {};
  };
  const price = (row, ...members) => {
    const found = members.map((member) => current(row)[member]).find((value) => value !== undefined);
    return found === undefined ? "–" : h("data", { value: found }, format.money({ currency: "USD", amount: found }));
  };
  const list = pageOf({
    label: t("models.prices"),
    route: "/prices",
    query: values,
    empty: empty(t("empty.nothing_found"), t("empty.nothing_found_hint")),
    columns: [
      { name: t("column.model"), isMain: true, show: (row) => `${row.provider}/${row.model}` },
      { name: t("column.price_input"), number: true, show: (row) => price(row, "input_per_million") },
      {
        name: t("column.price_cached"),
        number: true,
        show: (row) => price(row, "cached_input_per_million", "cache_read_per_million"),
      },
      { name: t("column.price_output"), number: true, show: (row) => price(row, "output_per_million") },
      { name: t("column.context"), number: true, show: (row) => format.compact(row.context_window) },
      {
        name: t("column.source"),
        show: (row) => badge(word("price_source", row.source), row.source === "own" ? "info" : ""),
      },
    ],
  });
  return [
    filters({
      label: t("models.prices"),
      fields: [
        { name: "provider", label: t("group.provider") },
        { name: "model", label: t("group.model") },
        {
          name: "source",
          label: t("column.source"),
          type: "select",
          options: [["", t("filter.any")], ["own", t("price_source.own")], ["catalog", t("price_source.catalog")]],
        },
      ],
      values,
      changed: (now) => {
        location.hash = to(["models", "prices"], now);
      },
    }),
    panel({ title: t("models.prices"), note: t("models.prices_note"), wide: true }, list.element),
  ];
}
