// What every chart stands in: its name, its legend, and the same numbers as a table for whoever cannot see it.

import { h, replace } from "../core/dom.js";
import { t } from "../core/i18n.js";

/**
 * A chart that draws itself anew when its width changes.
 * @param draw takes the width in pixels and answers with an SVG element.
 * @param table `{head: [text], rows: [[text]]}`: the chart's numbers.
 */
export function chart({ label, legend = [], table, height, draw }) {
  const plot = h("div", { class: "plot", css: { "min-height": `${height}px` } });
  const numbers = h("div", {
    class: "chart-table scroll",
    hidden: true,
    tabindex: 0,
    role: "region",
    "aria-label": label,
  });
  const button = h(
    "button",
    {
      type: "button",
      class: "quiet small table-switch",
      "aria-pressed": "false",
      onclick: () => {
        const isTable = numbers.hidden;
        if (isTable) replace(numbers, plain(table, label));
        numbers.hidden = !isTable;
        plot.hidden = isTable;
        button.setAttribute("aria-pressed", String(isTable));
        button.textContent = t(isTable ? "chart.as_chart" : "chart.as_table");
      },
    },
    t("chart.as_table"),
  );
  const figure = h(
    "figure",
    { class: "chart", "aria-label": label },
    h(
      "figcaption",
      {},
      h(
        "ul",
        { class: "legend" },
        legend.map(({ name, colour, kind }) =>
          h("li", {}, h("i", { class: `swatch ${kind ? `of-${kind}` : ""}`, css: { "--swatch": colour } }), name)
        ),
      ),
      button,
    ),
    plot,
    numbers,
  );
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === width || now < 40) return;
    width = now;
    replace(plot, draw(width, plot));
  }).observe(plot);
  return figure;
}

function plain({ head, rows }, label) {
  return h(
    "table",
    { class: "plain" },
    h("caption", { class: "hidden-text" }, label),
    h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          row.map((cell, index) => h(index ? "td" : "th", index ? { class: "number" } : { scope: "row" }, cell)),
        )
      ),
    ),
  );
}
