// Parts of a page, each with an address of its own.

import { h } from "../core/dom.js";

/** Links to the parts: `[{name, text, href}]`. */
export const tabs = (label, entries, current) =>
  h(
    "nav",
    { class: "tabs", "aria-label": label },
    entries.map((entry) =>
      h("a", { href: entry.href, "aria-current": entry.name === current ? "page" : null }, entry.text)
    ),
  );

/** One choice of several: `[[value, text]]`. */
export function choice(label, entries, current, changed) {
  const group = h(
    "div",
    { class: "choice", role: "group", "aria-label": label },
    entries.map(([value, text]) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(value === current),
          onclick: (event) => {
            for (const button of group.children) {
              button.setAttribute(
                "aria-pressed",
                String(button === event.currentTarget),
              );
            }
            changed(value);
          },
        },
        text,
      )
    ),
  );
  return group;
}
