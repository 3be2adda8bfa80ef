// One request: what happened when, who was asked and why, what it used and cost.

import { h, replace } from "../core/dom.js";
import { get, part } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import { person } from "../core/names.js";
import { canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { waterfall } from "../charts/waterfall.js";
import { badge, cacheState, outcome } from "../parts/badge.js";
import { copyButton } from "../parts/copy.js";
import { empty, problem } from "../parts/notice.js";
import { loading, panel } from "../parts/panel.js";
import { table } from "../parts/table.js";

/** The page of an entry. */
export function story(context, entry) {
  context.title(t("story.title"));
  context.tools([h("a", { class: "button", href: to(["requests"]) }, t("story.back"))]);
  const place = h("div", { class: "grid" });
  const load = async () => {
    const story = await get(`/ledger/${part(entry)}/story`);
    return { row: story.request, story };
  };
  replace(
    place,
    loading({
      title: t("story.request"),
      wide: true,
      height: 320,
      load,
      show: (data) => {
        replace(rest, details(data));
        return facts(data.row, data.story);
      },
    }),
  );
  const rest = h("div", { class: "grid" });
  return [place, rest];
}

function facts(row, story) {
  const fact = (
    name,
    value,
  ) => (value === null || value === undefined || value === ""
    ? null
    : h("div", {}, h("dt", {}, t(`story.${name}`)), h("dd", {}, value)));
  const link = (
    name,
    value,
    text = value,
  ) => (value ? h("a", { href: to(["requests"], { [name]: value }) }, text) : null);
  return [
    h(
      "p",
      { class: "story-head" },
      outcome(row),
      cacheState(row.cache),
      row.flags.map((flag) =>
        badge(word("flag", flag), flag === "unknown_price" || flag === "unjournaled" ? "warn" : "")
      ),
      h("span", { class: "mono muted" }, row.id),
      copyButton(row.id, t("story.copy_id")),
    ),
    h(
      "dl",
      { class: "facts" },
      fact("time", format.timeNode(row.time)),
      fact("duration", [
        format.duration(row.duration_ms),
        row.time_to_first_token_ms === null
          ? null
          : h("small", {}, `${t("tile.ttft")} ${format.duration(row.time_to_first_token_ms)}`),
      ]),
      fact("overhead", row.overhead_us === null ? null : format.duration(row.overhead_us / 1000)),
      fact("cost", row.cost_usd === null ? t("cost.unknown") : format.moneyNode(format.amount(row))),
      fact("saved", Number(row.saved_usd) ? format.moneyNode(format.dollars(row.saved_usd)) : null),
      fact("model", row.model),
      fact("served", row.model_served ? `${row.provider}/${row.model_served}` : null),
      fact("surface", word("surface", row.surface)),
      fact("key", link("key", row.key_id, row.key)),
      fact("team", link("team", row.team)),
      fact("project", link("project", row.project)),
      fact("user", row.user ? person(row.user) : null),
      fact("tags", row.tags.length > 0 ? row.tags.join(", ") : null),
      fact("tier", [row.service_tier, row.speed === "fast" ? row.speed : null].filter(Boolean).join(" · ")),
      fact("price_version", row.price_version),
      fact("error", story.error ? h("code", {}, story.error) : null),
      fact("trace", story.trace_id ? h("code", {}, story.trace_id) : null),
    ),
  ];
}

function details({ row, story }) {
  return [stages(story), attempts(row, story), bodies(row), tokens(row)];
}

/** The stages as bars, and under that of the targets one for each try. */
function stages(story) {
  const tries = story.attempts
    .filter((attempt) => attempt.start_ms !== null)
    .map((attempt) => ({
      name: attempt.target,
      note: word("attempt", attempt.outcome),
      start: attempt.start_ms,
      end: attempt.end_ms ?? story.duration_ms,
      kind: attempt.outcome === "answered" ? "attempt" : "lost",
    }));
  const rows = story.stages.flatMap((
    stage,
  ) => [
    { name: word("stage", stage.name), start: stage.start_ms, end: stage.end_ms },
    ...(stage.name === "attempt" ? tries : []),
  ]);
  const content = rows.length > 0
    ? waterfall({ label: t("story.stages"), rows, total: story.duration_ms })
    : empty(t("story.forgotten"), t("story.forgotten_hint"));
  return panel(
    { title: t("story.stages"), note: rows.length > 0 ? t("story.stages_note") : null, wide: true },
    content,
  );
}

function attempts(row, { attempts: made, skipped }) {
  const content = made.length === 0
    ? empty(row.cache === "hit" || row.cache === "semantic-hit" ? t("story.from_cache") : t("story.no_attempts"), null)
    : table({
      label: t("story.attempts"),
      rows: made.map((attempt, index) => ({ ...attempt, number: index + 1 })),
      columns: [
        { name: "#", number: true, show: (attempt) => attempt.number },
        {
          name: t("column.target"),
          isMain: true,
          show: (attempt) => [attempt.target, attempt.hedge ? badge(t("story.hedge")) : null],
        },
        { name: t("column.credential"), show: (attempt) => attempt.credential ?? "–" },
        {
          name: t("column.outcome"),
          show: (attempt) => badge(word("attempt", attempt.outcome), attempt.outcome === "answered" ? "ok" : "warn"),
        },
        { name: t("story.why"), show: (attempt) => decision(attempt.decision) },
        { name: t("column.duration"), number: true, show: (attempt) => format.duration(attempt.duration_ms) },
      ],
    });
  return panel(
    { title: t("story.attempts"), wide: true },
    content,
    skipped.length > 0
      ? [
        h("h3", {}, t("story.skipped")),
        h(
          "ul",
          { class: "causes" },
          skipped.map((one) => h("li", {}, h("b", {}, one.target), h("span", {}, one.reason))),
        ),
      ]
      : null,
  );
}

/** What was decided after a failure. */
function decision(made) {
  if (!made) return "–";
  return [
    word("reason", made.reason),
    made.after_ms ? h("small", {}, t("story.after", { time: format.duration(made.after_ms) })) : null,
  ];
}

/** The classes that are told also where there are none of them. */
const MAIN = ["input_tokens", "output_tokens"];

function tokens(row) {
  if (!row.usage) return panel({ title: t("story.tokens") }, empty(t("story.no_usage"), t("story.no_usage_hint")));
  return panel(
    { title: t("story.tokens") },
    h(
      "table",
      { class: "plain" },
      h("caption", { class: "hidden-text" }, t("story.tokens")),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("story.class")),
          h("th", { scope: "col", class: "number" }, t("column.tokens")),
        ),
      ),
      h(
        "tbody",
        {},
        Object.entries(row.usage).filter(([name, value]) => value > 0 || MAIN.includes(name)).map(([name, value]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, word("usage", name)),
            h("td", { class: "number" }, format.countNode(value)),
          )
        ),
      ),
    ),
  );
}

/** The prompt and the answer, where they are kept; they are read on demand only, for each reading is in the audit log. */
function bodies(row) {
  if (!canOn("GET /ledger/{entry}/bodies", { team: row.team })) return null;
  const place = h("div", {});
  const show = async () => {
    try {
      const kept = await get(`/ledger/${part(row.entry)}/bodies`);
      const text = (name, body) =>
        body &&
        [
          h("h3", {}, t(`story.${name}`), body.truncated ? badge(t("story.truncated"), "warn") : null),
          h("pre", { class: "body-text", tabindex: 0 }, pretty(body.text)),
        ];
      replace(place, text("prompt", kept.request), text("answer", kept.answer));
    } catch (error) {
      if (!("code" in error)) console.error(error);
      replace(
        place,
        error.status === 404 ? empty(t("story.no_bodies"), t("story.no_bodies_hint")) : problem(error, show),
      );
    }
  };
  replace(
    place,
    empty(
      t("story.bodies_closed"),
      t("story.bodies_note"),
      h("button", { type: "button", onclick: show }, t("story.bodies_open")),
    ),
  );
  return panel({ title: t("story.bodies") }, place);
}

/** JSON with line breaks; anything else, and what was cut, as it is. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
