// What the cache holds, what it saved, and what it would give by meaning.

import { h } from "../core/dom.js";
import { get, post } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can } from "../core/rights.js";
import { span, timeZone } from "../core/state.js";
import { timeChart } from "../charts/time.js";
import { badge } from "../parts/badge.js";
import { form } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { rangePicker } from "../parts/range.js";
import { table } from "../parts/table.js";
import { toast } from "../parts/toast.js";

export default {
  name: "cache",
  needs: "GET /cache",
  render(context) {
    context.tools([
      can("POST /cache/purge")
        ? h("button", { type: "button", class: "danger", onclick: () => purge(context.refresh) }, t("cache.purge"))
        : null,
      rangePicker(context.refresh),
    ]);
    const range = span();
    return h("div", { class: "grid" }, [
      figures(range),
      saved(range),
      byModel(range),
      entries(context),
      can("GET /cache/shadow") ? shadow() : null,
    ]);
  },
};

function figures(range) {
  return loading({
    title: t("cache.now"),
    wide: true,
    kind: "strip",
    height: 60,
    load: async () => ({ cache: await get("/cache"), usage: await get("/usage", { from: range.from }) }),
    show: ({ cache, usage: { total } }) => {
      const fact = (name, value, note = null) =>
        h(
          "div",
          { dataset: { figure: name } },
          h("dt", {}, t(`cache.${name}`)),
          h("dd", {}, value, note ? h("small", {}, note) : null),
        );
      return h("dl", { class: "facts" }, [
        fact(
          "hit_share",
          format.percent(total.requests ? total.cache_hits / total.requests : 0),
          t("cache.hits_of", { hits: format.count(total.cache_hits), count: format.count(total.requests) }),
        ),
        fact("saved_exact", format.moneyNode(format.dollars(total.saved_exact_usd))),
        fact("saved_semantic", format.moneyNode(format.dollars(total.saved_semantic_usd))),
        fact("saved_prompts", format.moneyNode(format.dollars(total.saved_prompt_cache_usd))),
        fact(
          "entries",
          format.countNode(cache.entries),
          cache.disk ? t("cache.on_disk", { count: format.count(cache.disk.entries) }) : null,
        ),
        fact("memory", format.bytes(cache.bytes), t("cache.of", { most: format.bytes(cache.max_bytes) })),
        fact(
          "evictions",
          format.countNode(cache.evictions),
          t("cache.expired", { count: format.count(cache.expirations) }),
        ),
      ]);
    },
  });
}

function saved(range) {
  return loading({
    title: t("panel.saved"),
    height: 225,
    load: () => get("/series", { ...range, latency: false, time_zone: timeZone() }),
    show: ({ points }) =>
      points.every((point) => !point.cache_hits)
        ? empty(t("empty.nothing_saved"), t("empty.nothing_saved_hint"))
        : timeChart({
          label: t("cache.over_time"),
          times: points.map((point) => point.time),
          step: range.step,
          axis: format.compact,
          series: [
            {
              name: t("cache.hits"),
              kind: "bar",
              colour: "var(--series-2)",
              values: points.map((point) => point.cache_hits),
            },
            {
              name: t("cache.others"),
              kind: "bar",
              colour: "var(--series-8)",
              values: points.map((point) => point.requests - point.cache_hits),
            },
          ],
        }),
  });
}

function byModel(range) {
  return loading({
    title: t("cache.by_model"),
    height: 225,
    load: () => get("/usage", { from: range.from, group_by: "model", time_zone: timeZone() }),
    show: ({ rows }) =>
      table({
        label: t("cache.by_model"),
        rows,
        sort: { column: 3, descending: true },
        empty: empty(t("empty.no_requests"), t("empty.no_requests_hint")),
        columns: [
          { name: t("column.model"), isMain: true, by: (row) => row.key, show: (row) => row.key ?? t("group.none") },
          {
            name: t("column.hits"),
            number: true,
            by: (row) => row.cache_hits,
            show: (row) => format.countNode(row.cache_hits),
          },
          {
            name: t("column.share"),
            number: true,
            by: (row) => row.cache_hits / row.requests,
            show: (row) => format.percent(row.cache_hits / row.requests),
          },
          {
            name: t("column.saved"),
            number: true,
            by: (row) => Number(row.saved_usd),
            show: (row) => format.moneyNode(format.amount(row, "saved_usd")),
          },
        ],
      }),
  });
}

function entries(context) {
  return loading({
    title: t("cache.top"),
    wide: true,
    load: () => get("/cache/entries", { limit: 50 }),
    show: ({ rows }) =>
      table({
        label: t("cache.top"),
        rows,
        limit: 10,
        sort: { column: 4, descending: true },
        empty: empty(t("empty.no_entries"), t("empty.no_entries_hint")),
        columns: [
          {
            name: t("column.key_of_answer"),
            isMain: true,
            show: (row) => h("code", { title: row.key }, `${row.key.slice(0, 12)}…`),
          },
          {
            name: t("column.model"),
            by: (row) => row.model,
            show: (row) => [row.model, h("small", {}, `${row.provider}/${row.model_served}`)],
          },
          { name: t("group.team"), by: (row) => row.team, show: (row) => row.team ?? "–" },
          { name: t("column.size"), number: true, by: (row) => row.bytes, show: (row) => format.bytes(row.bytes) },
          { name: t("column.hits"), number: true, by: (row) => row.hits, show: (row) => format.countNode(row.hits) },
          {
            name: t("column.age"),
            number: true,
            by: (row) => row.age_seconds,
            show: (row) => format.timeNode(row.created, format.relative),
          },
          {
            name: t("column.expires"),
            number: true,
            by: (row) => row.expires,
            show: (row) => format.timeNode(row.expires, format.relative),
          },
          {
            name: "",
            show: (row) =>
              menu(row.key.slice(0, 12), [
                can("POST /cache/purge") && {
                  text: t("cache.purge_one"),
                  danger: true,
                  run: () => purge(context.refresh, { what: "key", value: row.key }),
                },
              ]),
          },
        ],
      }),
  });
}

const KINDS = ["model", "team", "virtual_key", "tag", "key", "all"];

function purge(done, { what = "model", value = "" } = {}) {
  const dialog = form({
    title: t("cache.purge"),
    intro: t("cache.purge_text"),
    fields: [
      {
        name: "what",
        label: t("cache.purge_what"),
        type: "select",
        value: what,
        options: KINDS.map((name) => [name, t(`purge.${name}`)]),
      },
      { name: "value", label: t("cache.purge_value"), hint: t("cache.purge_value_hint"), value },
      { name: "reason", label: t("field.reason"), hint: t("field.reason_hint") },
    ],
    action: t("cache.purge"),
    danger: true,
    submit: async ({ what: kind, value: name = "", reason }) => {
      const { removed } = await post("/cache/purge", {
        [kind]: kind === "all" ? true : name,
        ...(reason ? { reason } : {}),
      });
      toast(t("cache.purged", { count: format.count(removed), raw: removed }));
      done();
    },
  });
  const kind = dialog.querySelector("[name=what]");
  const field = dialog.querySelector("[name=value]").closest(".field");
  const fit = () => {
    field.hidden = kind.value === "all";
  };
  kind.addEventListener("change", fit);
  fit();
}

function shadow() {
  return loading({
    title: t("cache.shadow"),
    note: t("cache.shadow_note"),
    wide: true,
    load: () => get("/cache/shadow"),
    show: ({ since, total }) =>
      total.lookups === 0 ? empty(t("empty.no_shadow"), t("empty.no_shadow_hint")) : [
        h(
          "p",
          { class: "muted" },
          t("cache.shadow_since", {
            date: format.dateTime(since),
            lookups: format.count(total.lookups),
            served: format.count(total.served),
            shadowed: format.count(total.shadowed),
            wrong: format.count(total.wrong),
          }),
        ),
        table({
          label: t("cache.shadow"),
          rows: total.thresholds,
          columns: [
            {
              name: t("column.threshold"),
              isMain: true,
              number: true,
              by: (row) => row.threshold,
              show: (row) => format.decimal(row.threshold, 2),
            },
            { name: t("column.hits"), number: true, by: (row) => row.hits, show: (row) => format.countNode(row.hits) },
            {
              name: t("cache.hit_share"),
              number: true,
              by: (row) => row.hit_share,
              show: (row) => format.percent(row.hit_share),
            },
            {
              name: t("column.refused"),
              number: true,
              by: (row) => row.refused,
              show: (row) => format.countNode(row.refused),
            },
            {
              name: t("column.compared"),
              number: true,
              by: (row) => row.compared,
              show: (row) => format.countNode(row.compared),
            },
            {
              name: t("column.agreeing"),
              number: true,
              by: (row) => row.agreeing_share,
              show: (row) => (row.compared
                ? badge(format.percent(row.agreeing_share), row.agreeing_share >= 0.95 ? "ok" : "warn")
                : "–"),
            },
          ],
        }),
      ],
  });
}
