// Chooses how far back the pages look.

import { t } from "../core/i18n.js";
import { keep, RANGES, state } from "../core/state.js";
import { choice } from "./tabs.js";

/** The picker; `changed` is called after another range is in force. */
export function rangePicker(changed) {
  return choice(
    t("range.label"),
    Object.keys(RANGES).map((name) => [name, t(`range.${name}`)]),
    state.range,
    (name) => {
      state.range = name;
      keep("range", name);
      changed();
    },
  );
}
