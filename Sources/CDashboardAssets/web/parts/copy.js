// Puts a text on the clipboard.

import { h } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { icon } from "./icon.js";

/** A button that copies. */
export function copyButton(text, label = t("action.copy")) {
  const word = h("span", {}, label);
  return h(
    "button",
    {
      type: "button",
      class: "small",
      onclick: async (event) => {
        try {
          await navigator.clipboard.writeText(text);
          word.textContent = t("action.copied");
        } catch {
          // Browsers give the clipboard to secure contexts only: the text is selected, to be copied by hand.
          const field = event.target.closest(".secret")?.querySelector("input");
          field?.focus();
          field?.select();
          word.textContent = t("action.copy_by_hand");
        }
        setTimeout(() => {
          word.textContent = label;
        }, 2500);
      },
    },
    icon("copy", 15),
    word,
  );
}
