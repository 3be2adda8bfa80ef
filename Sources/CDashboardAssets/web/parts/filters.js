// Fields that narrow a list, kept in the address.

import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { field } from "./dialog.js";

/**
 * @param fields see `field` of the dialogs; their values come from `values`.
 * @param changed gets `{name: value}` of those that are filled in.
 */
export function filters({ label, fields, values, changed }) {
  const made = fields.map((one) => field({ ...one, value: values[one.name] ?? "" }));
  const read = () =>
    Object.fromEntries(made.map((one) => [one.name, one.input.value.trim()]).filter(([, value]) => value !== ""));
  const isFiltered = Object.keys(values).length > 0;
  const form = h(
    "form",
    {
      class: "filters",
      role: "search",
      "aria-label": label,
      onsubmit: (event) => {
        event.preventDefault();
        changed(read());
      },
    },
    made.map((one) => one.element),
    h(
      "div",
      { class: "filter-buttons" },
      h("button", { type: "submit", class: "primary" }, t("filter.apply")),
      isFiltered ? h("button", { type: "button", onclick: () => changed({}) }, t("filter.clear")) : null,
    ),
  );
  form.addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT") changed(read());
  });
  return form;
}
