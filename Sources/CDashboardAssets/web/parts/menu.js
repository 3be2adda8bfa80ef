// A button that opens a list of actions.

import { h, uid } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { icon } from "./icon.js";

/** Actions: `[{text, run, danger?}]`; nothing where there are none. */
export function menu(label, actions) {
  const entries = actions.filter(Boolean);
  if (entries.length === 0) return null;
  const id = uid("menu");
  const close = () => list.hidePopover();
  const list = h(
    "div",
    {
      id,
      class: "menu",
      popover: "auto",
      role: "menu",
      "aria-label": label,
      ontoggle: (event) => {
        button.setAttribute("aria-expanded", String(event.newState === "open"));
        if (event.newState !== "open") return;
        const box = button.getBoundingClientRect();
        const size = list.getBoundingClientRect();
        const top = box.bottom + size.height + 8 > innerHeight ? box.top - size.height - 4 : box.bottom + 4;
        list.style.setProperty("top", `${Math.max(4, top)}px`);
        list.style.setProperty(
          "left",
          `${Math.max(4, Math.min(box.right - size.width, innerWidth - size.width - 4))}px`,
        );
        list.querySelector("button")?.focus();
      },
      onkeydown: (event) => {
        const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (move === undefined) return;
        event.preventDefault();
        const items = [...list.querySelectorAll("button")];
        items[(items.indexOf(document.activeElement) + move + items.length) % items.length].focus();
      },
    },
    entries.map((entry) =>
      h("button", {
        type: "button",
        role: "menuitem",
        class: entry.danger ? "danger-text" : null,
        onclick: () => {
          close();
          entry.run();
        },
      }, entry.text)
    ),
  );
  const button = h("button", {
    type: "button",
    class: "quiet small",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "aria-label": t("action.more_of", { name: label }),
    popovertarget: id,
  }, icon("more"));
  return h("span", { class: "menu-place" }, button, list);
}
