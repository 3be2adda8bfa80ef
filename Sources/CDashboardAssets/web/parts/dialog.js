// Dialogs: the browser's own, which keep the focus and end with Escape.

import { h, replace, uid } from "../core/dom.js";
import { t } from "../core/i18n.js";
import { problem } from "./notice.js";
import { copyButton } from "./copy.js";

/** Opens a dialog; it is gone when it is closed. */
export function open({ title, content, buttons = [], wide = false, onclose = () => {} }) {
  const id = uid("dialog");
  const dialog = h(
    "dialog",
    {
      "aria-labelledby": id,
      class: wide ? "wide" : null,
      onclose: () => {
        dialog.remove();
        onclose();
      },
    },
    h("h2", { id }, title),
    h("div", { class: "dialog-body" }, content),
    h("div", { class: "dialog-buttons" }, buttons),
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Asks for fields and does something with them; errors stay in the dialog, beside what was typed.
 * @param fields see `field`.
 * @param submit takes `{name: value}`, and answers when it is done.
 */
export function form({ title, intro = null, fields = [], action, danger = false, submit, wide = false }) {
  const failed = h("div", {});
  const made = fields.map(field);
  const cancel = h("button", { type: "button", onclick: () => dialog.close() }, t("action.cancel"));
  const button = h("button", { type: "submit", class: danger ? "danger" : "primary" }, action);
  const element = h(
    "form",
    {
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        const values = {};
        for (const one of made) {
          const value = one.read();
          if (value instanceof FieldError) {
            one.complain(value.message);
            return;
          }
          one.complain(null);
          if (value !== undefined) values[one.name] = value;
        }
        button.disabled = true;
        replace(failed);
        try {
          await submit(values);
          dialog.close();
        } catch (error) {
          if (!("code" in error)) console.error(error);
          const own = made.find((one) => one.name === error.field);
          if (own) own.complain(error.message);
          else replace(failed, problem(error));
        }
        button.disabled = false;
      },
    },
    intro ? h("p", { class: "intro" }, intro) : null,
    made.map((one) => one.element),
    failed,
    h("div", { class: "dialog-buttons" }, cancel, button),
  );
  const dialog = open({ title, content: element, wide });
  made[0]?.focus();
  return dialog;
}

/** Asks before something dangerous; where `name` is given it must be typed. */
export function confirm({ title, text, name = null, action, run, reason = false }) {
  const fields = [];
  if (name !== null) {
    fields.push({
      name: "confirmed",
      label: t("dialog.type_name", { name }),
      check: (value) => (value === name ? null : t("dialog.name_differs")),
      isRequired: true,
    });
  }
  if (reason) fields.push({ name: "reason", label: t("field.reason"), hint: t("field.reason_hint") });
  return form({ title, intro: text, fields, action, danger: true, submit: (values) => run(values) });
}

/** Shows a secret, once. */
export function secret({ title, text, values }) {
  const content = [
    h("p", { class: "intro" }, text),
    values.map(([label, value]) => {
      const id = uid("secret");
      return h(
        "div",
        { class: "field secret" },
        h("label", { for: id }, label),
        h(
          "div",
          { class: "row" },
          h("input", { id, readonly: true, value, class: "mono", spellcheck: "false", autocomplete: "off" }),
          copyButton(value),
        ),
      );
    }),
  ];
  const done = h(
    "button",
    { type: "button", class: "primary", onclick: () => dialog.close() },
    t("dialog.secret_kept"),
  );
  const dialog = open({ title, content, buttons: [done] });
  return dialog;
}

class FieldError {
  constructor(message) {
    this.message = message;
  }
}

/**
 * A field with its label: `{name, label, hint?, value?, type?, options?, isRequired?, check?, read?}`. `type` is `text`,
 * `password`, `number`, `select`, `checkbox`, `textarea` or `datetime-local`; `read` makes what is sent of what was typed, and
 * `undefined` leaves the member out.
 */
export function field(
  {
    name,
    label,
    hint = null,
    value = "",
    type = "text",
    options = null,
    isRequired = false,
    check = null,
    read = null,
    autocomplete = "off",
    list = null,
  },
) {
  const id = uid("field");
  const hintID = hint ? `${id}-hint` : null;
  const errorID = `${id}-error`;
  const common = { id, name, "aria-describedby": [hintID, errorID].filter(Boolean).join(" ") };
  let input;
  let suggestions = null;
  if (type === "select") {
    input = h(
      "select",
      common,
      options.map(([key, text]) => h("option", { value: key, selected: key === value }, text)),
    );
  } else if (type === "textarea") {
    input = h("textarea", { ...common, rows: 4 });
    input.value = value;
  } else if (type === "checkbox") {
    input = h("input", { ...common, type: "checkbox", checked: Boolean(value) });
  } else {
    input = h("input", {
      ...common,
      type,
      value,
      autocomplete,
      spellcheck: "false",
      list: list ? `${id}-list` : null,
      inputmode: type === "number" ? "decimal" : null,
      step: type === "number" ? "any" : null,
      required: isRequired,
    });
    if (list) suggestions = h("datalist", { id: `${id}-list` }, list.map((text) => h("option", { value: text })));
  }
  const error = h("p", { class: "field-error", id: errorID, role: "alert" });
  const labelled = h(
    "label",
    { for: id },
    label,
    isRequired ? h("span", { class: "required", "aria-hidden": "true" }, " *") : null,
  );
  const element = h(
    "div",
    { class: `field ${type === "checkbox" ? "check" : ""}` },
    type === "checkbox" ? [input, labelled] : [labelled, input],
    suggestions,
    hint ? h("p", { class: "hint", id: hintID }, hint) : null,
    error,
  );
  return {
    name,
    element,
    input,
    focus: () => input.focus(),
    complain: (text) => {
      error.textContent = text ?? "";
      if (text) {
        input.setAttribute("aria-invalid", "true");
        input.focus();
      } else input.removeAttribute("aria-invalid");
    },
    read: () => {
      const typed = type === "checkbox" ? input.checked : input.value;
      if (isRequired && typed === "") return new FieldError(t("field.required"));
      const wrong = check?.(typed);
      if (wrong) return new FieldError(wrong);
      if (read) return read(typed);
      return typed === "" ? undefined : typed;
    },
  };
}

/** Reads names separated by commas or lines. */
export const names = (text) => {
  const found = text.split(/[,\n]/).map((name) => name.trim()).filter(Boolean);
  return found.length > 0 ? found : undefined;
};
