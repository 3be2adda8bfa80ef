// Where people are told, and whether they can be.

import { h, replace } from "../core/dom.js";
import { get, post } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can } from "../core/rights.js";
import { badge } from "../parts/badge.js";
import { empty, explain } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";

/** The list of channels. */
export function alertChannels() {
  return loading({
    title: t("alerts.channels"),
    note: t("channels.note"),
    wide: true,
    load: () => get("/alerts/channels"),
    show: ({ rows }) =>
      table({
        label: t("alerts.channels"),
        rows,
        empty: empty(t("empty.no_channels"), t("empty.no_channels_hint")),
        columns: [
          { name: t("column.name"), isMain: true, by: (row) => row.name, show: (row) => row.name },
          {
            name: t("column.kind"),
            by: (row) => row.type,
            show: (row) => [word("channel", row.type), row.server ? h("small", {}, row.server) : null],
          },
          { name: t("column.receivers"), show: (row) => (row.to.length > 0 ? format.list(row.to) : "–") },
          {
            name: t("column.about"),
            show: (row) => [
              ...(row.severities ?? []).map((severity) => badge(word("severity", severity))),
              h("span", {}, row.rules ? format.list(row.rules) : t("channels.all_rules")),
            ],
          },
          { name: t("column.waiting"), number: true, show: (row) => format.countNode(row.waiting) },
          {
            name: t("column.last"),
            show: (row) => [
              format.timeNode(row.last, format.relative),
              row.last_error ? h("small", { class: "warn-text" }, row.last_error) : null,
            ],
          },
          { name: "", show: (row) => (can("POST /alerts/test") ? test(row) : null) },
        ],
      }),
  });
}

function test(row) {
  const said = h("span", { role: "status" });
  const run = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    replace(said, t("models.testing"));
    try {
      const answer = await post("/alerts/test", { channel: row.name });
      const why = answer.ok ? format.duration(answer.duration_ms) : answer.error;
      replace(said, badge(t(answer.ok ? "channels.sent" : "models.test_failed"), answer.ok ? "ok" : "bad"), ` ${why}`);
    } catch (error) {
      replace(said, badge(t("models.test_failed"), "bad"), ` ${explain(error)}`);
    }
    button.disabled = false;
  };
  const label = t("models.test_of", { name: row.name });
  return h(
    "span",
    { class: "row" },
    h("button", { type: "button", class: "small", "aria-label": label, onclick: run }, t("models.test")),
    said,
  );
}
