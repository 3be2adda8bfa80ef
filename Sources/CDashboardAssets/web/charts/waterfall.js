// What happened when: one bar for each stage of a request, over the request's whole time.

import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";

/**
 * @param rows `[{name, start, end, kind?, note?}]` in milliseconds from the request's beginning.
 * @param total the request's whole time in milliseconds.
 */
export function waterfall({ label, rows, total }) {
  const whole = Math.max(total ?? 0, ...rows.map((row) => row.end), 0.001);
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h(
      "table",
      { class: "waterfall" },
      h("caption", { class: "hidden-text" }, label),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, t("story.stage")),
          h(
            "th",
            { scope: "col", class: "axis-cell" },
            h("span", {}, format.duration(0)),
            h("span", {}, format.duration(whole / 2)),
            h("span", {}, format.duration(whole)),
          ),
          h("th", { scope: "col", class: "number" }, t("story.took")),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, row.name, row.note ? h("small", {}, row.note) : null),
            h(
              "td",
              {},
              h("span", {
                class: `span ${row.kind ?? ""}`,
                title: `${format.duration(row.start)} – ${format.duration(row.end)}`,
                css: {
                  "--from": `${(row.start / whole) * 100}%`,
                  "--size": `${Math.max(0.3, ((row.end - row.start) / whole) * 100)}%`,
                },
              }),
            ),
            h("td", { class: "number" }, format.duration(row.end - row.start)),
          )
        ),
      ),
    ),
  );
}
