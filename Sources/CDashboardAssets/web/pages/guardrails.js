// Which guardrails there are and where they hold, and what they make of a text that somebody tries.

import { h, replace } from "../core/dom.js";
import { get, post } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can, reach } from "../core/rights.js";
import { badge } from "../parts/badge.js";
import { field } from "../parts/dialog.js";
import { empty, problem } from "../parts/notice.js";
import { loading, panel } from "../parts/panel.js";
import { table } from "../parts/table.js";

export default {
  name: "guardrails",
  needs: "GET /guardrails",
  render() {
    const bench = h("div", { class: "guard-bench" });
    const list = loading({
      title: t("guardrails.list"),
      wide: true,
      load: () => get("/guardrails"),
      show: ({ rows }) => {
        if (can("POST /guardrails/test")) replace(bench, trial(rows));
        return overview(rows);
      },
    });
    return h("div", { class: "grid" }, panel({ title: t("guardrails.try"), wide: true }, bench), list);
  },
};

// What there is

const overview = (rows) =>
  table({
    label: t("guardrails.list"),
    rows,
    empty: empty(t("empty.no_guardrails"), t("empty.no_guardrails_hint")),
    columns: [
      {
        name: t("column.name"),
        isMain: true,
        by: (row) => row.name,
        show: (row) => [row.name, h("small", {}, row.type)],
      },
      { name: t("guardrails.on"), show: (row) => format.list(row.on.map((side) => t(`guard_stage.${side}`))) },
      { name: t("guardrails.does"), show: deeds },
      {
        name: t("guardrails.mode"),
        by: (row) => row.mode,
        show: (row) => badge(t(`guard_mode.${row.mode}`), row.mode === "enforce" ? "ok" : "warn"),
      },
      {
        name: t("guardrails.streaming"),
        show: (row) => (row.streaming ? word("guard_streaming", row.streaming) : "–"),
      },
      { name: t("guardrails.where"), show: places },
    ],
  });

/** What a guardrail does: its preset or action, and what differs by kind and rule. */
function deeds(row) {
  const own = Object.entries({ ...row.actions, ...row.rules });
  return [
    row.preset ? t("guardrails.preset", { name: row.preset }) : row.action ? word("guard_action", row.action) : null,
    own.length > 0
      ? h("small", {}, format.list(own.map(([name, action]) => `${name}: ${word("guard_action", action)}`)))
      : null,
    !row.preset && !row.action && own.length === 0 ? "–" : null,
  ];
}

/** Where a guardrail holds. */
function places(row) {
  const attached = Object.entries(row.attached);
  if (attached.length === 0 && row.default) return t("guardrails.always");
  // Who does not see everything does not see everything that names it either.
  if (attached.length === 0) return t(reach("GET /keys") === "all" ? "guardrails.asked" : "guardrails.some");
  return [
    row.default ? t("guardrails.always") : null,
    h("ul", { class: "guard-places" }, attached.map(([kind, { count, names }]) => {
      const more = count > names.length ? t("guardrails.more", { count: format.count(count - names.length) }) : null;
      return h("li", {}, h("small", {}, `${t(`guard_place.${kind}`)} `), format.list([...names, more].filter(Boolean)));
    })),
  ];
}

// What they make of a text

function trial(rows) {
  const text = field({ name: "text", label: t("guardrails.text"), hint: t("guardrails.text_hint"), type: "textarea" });
  text.input.rows = 6;
  // What is tried may be confidential: no browser is to keep it, nor to send it to a spelling checker.
  text.input.setAttribute("autocomplete", "off");
  text.input.setAttribute("spellcheck", "false");
  const stage = field({
    name: "stage",
    label: t("guardrails.stage"),
    type: "select",
    value: "input",
    options: ["input", "output"].map((side) => [side, t(`guard_stage.${side}`)]),
  });
  const boxes = rows.map((row) => ({
    name: row.name,
    box: h("input", { type: "checkbox", value: row.name, checked: row.default }),
  }));
  const result = h("div", {
    class: "guard-result",
    role: "region",
    "aria-live": "polite",
    "aria-label": t("guardrails.result"),
  });
  const run = h("button", { type: "submit", class: "primary" }, t("guardrails.run"));
  const form = h(
    "form",
    {
      class: "bench",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const typed = text.input.value;
        if (typed === "") {
          text.complain(t("field.required"));
          return;
        }
        text.complain(null);
        run.disabled = true;
        result.setAttribute("aria-busy", "true");
        try {
          const verdict = await post("/guardrails/test", {
            text: typed,
            stage: stage.input.value,
            guardrails: boxes.filter((one) => one.box.checked).map((one) => one.name),
          });
          replace(result, outcome(verdict, typed));
        } catch (error) {
          if (!("code" in error)) console.error(error);
          replace(result, problem(error));
        }
        result.setAttribute("aria-busy", "false");
        run.disabled = false;
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      },
    },
    text.element,
    h("div", { class: "bench-fields" }, stage.element),
    boxes.length > 0
      ? h(
        "fieldset",
        { class: "models" },
        h("legend", {}, t("guardrails.which")),
        boxes.map((one) => h("label", {}, one.box, one.name)),
      )
      : null,
    h("div", { class: "row" }, run, h("span", { class: "muted" }, t("guardrails.note"))),
  );
  return [form, result];
}

const KINDS = { pass: "ok", block: "bad", route: "warn", reask: "warn" };

function outcome(verdict, text) {
  const fact = (name, value) =>
    h("div", { dataset: { fact: name } }, h("dt", {}, t(`guardrails.${name}`)), h("dd", {}, value));
  const said = (names) => format.list(names);
  return [
    h("dl", { class: "facts" }, [
      fact("verdict", badge(t(`guard_verdict.${verdict.verdict}`), KINDS[verdict.verdict])),
      verdict.category ? fact("category", verdict.category) : null,
      verdict.guardrail ? fact("decided", verdict.guardrail) : null,
      verdict.model ? fact("model", verdict.model) : null,
      fact("injection", format.decimal(verdict.injection.score, 2)),
      fact("found", format.count(verdict.found)),
    ]),
    verdict.guardrails.length === 0 ? h("p", { class: "muted" }, t("guardrails.built_in")) : null,
    verdict.warnings.length > 0 ? h("p", {}, t("guardrails.warns", { names: said(verdict.warnings) })) : null,
    verdict.not_asked.length > 0
      ? h("p", { class: "muted" }, t("guardrails.not_asked", { names: said(verdict.not_asked) }))
      : null,
    verdict.failed.length > 0 ? h("p", {}, t("guardrails.failed", { names: said(verdict.failed) })) : null,
    Object.entries(verdict.complaints).map(([name, complaint]) => h("p", {}, `${name}: ${complaint}`)),
    h(
      "div",
      { class: "answers" },
      shown(t("guardrails.marked"), "marked", marked(text, verdict.spans)),
      shown(t("guardrails.masked"), "masked", verdict.masked),
    ),
    verdict.spans.length > 0 ? findings(verdict.spans, text) : null,
    reasons(verdict.injection.reasons, text),
  ];
}

const shown = (title, name, content) =>
  h(
    "section",
    { class: "answer" },
    h("header", {}, h("h3", {}, title)),
    h(
      "div",
      { class: "answer-text", tabindex: 0, role: "group", "aria-label": title, dataset: { text: name } },
      content,
    ),
  );

/** The text with all that was found in it marked. Offsets are code points; spans may overlap. */
function marked(text, spans) {
  const points = Array.from(text);
  const cuts = new Set([0, points.length]);
  for (const { start, end } of spans) cuts.add(start).add(end);
  const order = [...cuts].filter((cut) => cut <= points.length).sort((a, b) => a - b);
  const begin = new Map();
  for (const span of spans) begin.set(span.start, [...(begin.get(span.start) ?? []), span]);
  let open = [];
  return order.slice(0, -1).map((cut, index) => {
    const end = order[index + 1];
    open = open.filter((span) => span.end > cut).concat(begin.get(cut) ?? []);
    const piece = points.slice(cut, end).join("");
    if (open.length === 0) return piece;
    const ended = unique(open.filter((span) => span.end <= end).map(said));
    return h(
      "mark",
      { class: open.some((span) => span.action === "block" && !span.monitored) ? "bad" : null },
      piece,
      ended.map((label) => h("small", {}, label)),
    );
  });
}

const unique = (items) => [...new Set(items)];

/** A finding's kind and how sure it is. */
const said = (span) => `${span.type} ${format.decimal(span.score, 2)}`;

const cut = (points, { start, end }) => {
  const piece = points.slice(start, Math.min(end, start + 60)).join("");
  return end - start > 60 ? `${piece}…` : piece;
};

function findings(spans, text) {
  const points = Array.from(text);
  return [
    h("h3", {}, t("guardrails.findings")),
    table({
      label: t("guardrails.findings"),
      rows: spans,
      limit: 20,
      columns: [
        { name: t("column.kind"), isMain: true, by: (row) => row.type, show: (row) => row.type },
        {
          name: t("guardrails.value"),
          by: (row) => row.start,
          show: (row) => h("span", { class: "mono" }, cut(points, row)),
        },
        {
          name: t("guardrails.score"),
          number: true,
          by: (row) => row.score,
          show: (row) => format.decimal(row.score, 2),
        },
        { name: t("column.rule"), by: (row) => row.rule, show: (row) => h("code", {}, row.rule) },
        {
          name: t("column.action"),
          by: (row) => row.action ?? "",
          show: (row) =>
            row.action
              ? [
                word("guard_action", row.action),
                h("small", {}, row.monitored ? t("guardrails.only_noted", { name: row.guardrail }) : row.guardrail),
              ]
              : "–",
        },
      ],
    }),
  ];
}

function reasons(rows, text) {
  if (rows.length === 0) return null;
  const points = Array.from(text);
  return [
    h("h3", {}, t("guardrails.reasons")),
    table({
      label: t("guardrails.reasons"),
      rows,
      limit: 10,
      columns: [
        { name: t("column.rule"), isMain: true, show: (row) => h("code", {}, row.rule) },
        {
          name: t("guardrails.weight"),
          number: true,
          by: (row) => row.weight,
          show: (row) => format.decimal(row.weight, 2),
        },
        {
          name: t("guardrails.sentence"),
          show: (row) => (row.start === undefined ? "–" : h("span", { class: "mono" }, cut(points, row))),
        },
      ],
    }),
  ];
}
