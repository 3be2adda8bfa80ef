// One prompt to several models side by side: what each says, how fast, for how much.

import { h, replace } from "../core/dom.js";
import { all, failure, get, send } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { field } from "../parts/dialog.js";
import { empty, explain, problem } from "../parts/notice.js";
import { loading } from "../parts/panel.js";

const MOST = 4;
/** A stream that is over sooner says nothing about speed. */
const LEAST_MS = 50;
const MOST_TEXT = 200_000;

export default {
  name: "playground",
  needs: "POST /playground",
  render(context) {
    return loading({
      title: t("playground.prompt"),
      wide: true,
      height: 320,
      load: async () => {
        const [keys, models] = await Promise.all([all("/keys"), all("/models")]);
        return {
          keys: keys.filter((key) => !key.revoked && !key.disabled && !key.signing && canOn("POST /playground", key)),
          models: models.map((model) => model.name),
        };
      },
      show: ({ keys, models }) => {
        if (keys.length === 0) {
          return empty(
            t("empty.no_playground_keys"),
            t("empty.no_playground_keys_hint"),
            h("a", { class: "button", href: to(["keys"]) }, t("page.keys")),
          );
        }
        if (models.length === 0) return empty(t("empty.no_models"), t("empty.no_models_hint"));
        return bench(context, keys, models);
      },
    });
  },
};

function bench(context, keys, models) {
  const key = field({
    name: "key",
    label: t("playground.key"),
    hint: t("playground.key_hint"),
    type: "select",
    options: keys.map((one) => [one.id, one.team ? `${one.name} · ${one.team}` : one.name]),
    value: keys[0].id,
  });
  const system = field({ name: "system", label: t("playground.system"), type: "textarea" });
  const prompt = field({ name: "prompt", label: t("playground.user"), type: "textarea", value: "", isRequired: true });
  system.input.rows = 2;
  const most = field({ name: "max_tokens", label: t("playground.max_tokens"), type: "number", value: "512" });
  const heat = field({ name: "temperature", label: t("playground.temperature"), type: "number", value: "" });
  const chosen = models.map((name, index) => ({
    name,
    box: h("input", { type: "checkbox", value: name, checked: index < 2 }),
  }));
  const bound = () => {
    const isFull = chosen.filter((one) => one.box.checked).length >= MOST;
    for (const one of chosen) one.box.disabled = isFull && !one.box.checked;
  };
  chosen.forEach((one) => one.box.addEventListener("change", bound));
  bound();
  const answers = h("div", { class: "answers" });
  let controller = null;
  context.leave(() => controller?.abort());
  const stop = h("button", { type: "button", hidden: true, onclick: () => controller?.abort() }, t("playground.stop"));
  const run = h("button", { type: "submit", class: "primary" }, t("playground.run"));
  const form = h(
    "form",
    {
      class: "bench",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const names = chosen.filter((one) => one.box.checked).map((one) => one.name);
        if (prompt.input.value.trim() === "") {
          prompt.complain(t("field.required"));
          return;
        }
        prompt.complain(null);
        controller?.abort();
        const mine = new AbortController();
        controller = mine;
        run.disabled = true;
        stop.hidden = false;
        const messages = [];
        if (system.input.value.trim()) messages.push({ role: "system", content: system.input.value });
        messages.push({ role: "user", content: prompt.input.value });
        const request = { messages, stream: true, stream_options: { include_usage: true } };
        if (most.input.value) request.max_tokens = Number(most.input.value);
        if (heat.input.value) request.temperature = Number(heat.input.value);
        const lanes = names.map((name) => lane(name));
        replace(answers, lanes.map((one) => one.element));
        await Promise.all(lanes.map((one) => one.run(key.input.value, { ...request, model: one.name }, mine.signal)));
        run.disabled = false;
        stop.hidden = true;
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      },
    },
    h("div", { class: "bench-fields" }, key.element, most.element, heat.element),
    h(
      "fieldset",
      { class: "models" },
      h("legend", {}, t("playground.models", { most: MOST })),
      chosen.map((one) => h("label", {}, one.box, one.name)),
    ),
    system.element,
    prompt.element,
    h("div", { class: "row" }, run, stop, h("span", { class: "muted" }, t("playground.note"))),
  );
  return [form, answers];
}

/** One model's answer. */
function lane(name) {
  const text = h("div", {
    class: "answer-text",
    tabindex: 0,
    role: "region",
    "aria-label": t("playground.answer_of", { name }),
  });
  const facts = h("dl", { class: "answer-facts" });
  const state = h("span", { class: "muted", role: "status" }, t("playground.waiting"));
  const element = h(
    "article",
    { class: "answer", dataset: { model: name } },
    h("header", {}, h("h3", {}, name), state),
    text,
    facts,
  );

  async function run(key, request, signal) {
    const begun = performance.now();
    let first = null;
    let usage = null;
    let length = 0;
    let id = null;
    try {
      const response = await send("POST", "/playground", { body: { key, request }, signal });
      id = response.headers.get("x-request-id");
      if (!response.ok) throw await failure(response);
      replace(state, t("playground.answering"));
      for await (const event of events(response)) {
        if (event.error) {
          throw Object.assign(new Error(event.error.message), { code: event.error.code ?? "failed", request: id });
        }
        const piece = event.choices?.[0]?.delta?.content ?? event.choices?.[0]?.message?.content ?? "";
        if (piece && length < MOST_TEXT) {
          first ??= performance.now() - begun;
          length += piece.length;
          text.append(piece);
        }
        if (event.usage) usage = event.usage;
      }
      replace(
        state,
        response.headers.get("x-kanmon-cache")?.startsWith("hit") ? t("cache_state.hit") : t("playground.done"),
      );
    } catch (error) {
      if (error.name === "AbortError") replace(state, t("playground.stopped"));
      else {
        if (!("code" in error)) console.error(error);
        replace(state, t("playground.failed"));
        replace(text, problem(error));
      }
    }
    const took = performance.now() - begun;
    const fact = (label, value) => h("div", {}, h("dt", {}, label), h("dd", {}, value));
    const cost = h("dd", {}, "–");
    replace(
      facts,
      fact(t("playground.ttft"), format.duration(first)),
      fact(t("column.duration"), format.duration(took)),
      fact(
        t("column.tokens"),
        usage ? `${format.count(usage.prompt_tokens)} → ${format.count(usage.completion_tokens)}` : "–",
      ),
      fact(
        t("playground.speed"),
        usage && first !== null && took - first > LEAST_MS
          ? t("playground.tokens_per_second", {
            count: format.decimal(usage.completion_tokens / ((took - first) / 1000), 0),
          })
          : "–",
      ),
      h("div", {}, h("dt", {}, t("column.cost")), cost),
    );
    if (id && !signal.aborted) await tellCost(id, begun, cost, signal);
  }
  return { name, element, run };
}

/** The cost as the ledger has it; the record comes a moment after the answer. */
async function tellCost(id, begun, place, signal) {
  const from = new Date(Date.now() - (performance.now() - begun) - 60_000).toISOString();
  for (const pause of [150, 300, 600, 1200]) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return;
    try {
      const { rows } = await get("/ledger", { from: `${from.slice(0, 19)}Z`, limit: 50 });
      const row = rows.find((one) => one.id === id);
      if (!row) continue;
      replace(
        place,
        h(
          "a",
          { href: to(["requests", row.entry]) },
          row.cost_usd === null ? t("cost.unknown") : format.moneyNode(format.amount(row)),
        ),
      );
      return;
    } catch (error) {
      replace(place, h("span", { title: explain(error) }, "–"));
      return;
    }
  }
}

/** The JSON of a stream's events, or of a whole answer. */
async function* events(response) {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    yield await response.json();
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const text = line.replace(/\r$/, "");
      if (text.startsWith("data: ") && text !== "data: [DONE]") yield JSON.parse(text.slice(6));
    }
  }
}
