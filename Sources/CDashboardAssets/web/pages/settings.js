// The configuration as it runs, the file as it is, and what the viewer chose.

import { h, replace } from "../core/dom.js";
import { beginSession, get, post } from "../core/api.js";
import * as i18n from "../core/i18n.js";
import { t, word } from "../core/i18n.js";
import { can, knows } from "../core/rights.js";
import { state, timeZone } from "../core/state.js";
import { confirm, form } from "../parts/dialog.js";
import { empty } from "../parts/notice.js";
import { loading, panel } from "../parts/panel.js";
import { toast } from "../parts/toast.js";

export default {
  name: "settings",
  needs: null,
  render(context) {
    return h("div", { class: "grid" }, [
      me(),
      knows("GET /config/diff") && can("GET /config/diff") ? diff(context) : null,
      can("GET /config") ? configuration(context) : null,
    ]);
  },
};

function me() {
  const fact = (name, value) => h("div", {}, h("dt", {}, t(`settings.${name}`)), h("dd", {}, value));
  const { session } = state;
  return panel(
    {
      title: t("settings.me"),
      actions: session.kind === "user"
        ? [h("button", { type: "button", onclick: changePassword }, t("settings.change_password"))]
        : [],
      wide: true,
    },
    h("dl", { class: "facts" }, [
      fact("name", session.name),
      fact("role", [word("role", session.role), h("small", {}, t(`role_note.${session.role}`))]),
      fact("teams", session.teams.join(", ") || t("settings.all_teams")),
      fact("language", t(`language.${i18n.lang()}`)),
      fact("locale", i18n.locale()),
      fact("time_zone", timeZone()),
      fact(
        "currency",
        state.currency ? `${state.currency.code} (${t("settings.rate", { rate: state.currency.per_usd })})` : "USD",
      ),
    ]),
  );
}

function changePassword() {
  form({
    title: t("settings.change_password"),
    intro: t("settings.password_text"),
    fields: [
      {
        name: "current",
        label: t("settings.current_password"),
        type: "password",
        autocomplete: "current-password",
        isRequired: true,
      },
      {
        name: "new",
        label: t("settings.new_password"),
        hint: t("bootstrap.password_hint"),
        type: "password",
        autocomplete: "new-password",
        isRequired: true,
      },
    ],
    action: t("action.save"),
    submit: async (values) => {
      beginSession(await post("/session/password", values));
      toast(t("settings.password_changed"));
    },
  });
}

function diff(context) {
  return loading({
    title: t("settings.diff"),
    note: t("settings.diff_note"),
    wide: true,
    actions: can("POST /config/reload")
      ? [h("button", { type: "button", class: "primary", onclick: () => reload(context) }, t("settings.reload"))]
      : [],
    load: () => get("/config/diff"),
    show: ({ changed, only_hidden: isHidden, problems, lines }) => [
      problems?.length
        ? h(
          "div",
          { class: "problem", role: "alert" },
          h("p", { class: "problem-title" }, t("settings.file_problems")),
          h(
            "ul",
            {},
            problems.map((one) => h("li", {}, typeof one === "string" ? one : one.message ?? JSON.stringify(one))),
          ),
        )
        : null,
      !changed
        ? empty(t("empty.no_diff"), t("empty.no_diff_hint"))
        : isHidden
        ? empty(t("settings.only_hidden"), t("settings.only_hidden_hint"))
        : difference(lines),
    ],
  });
}

/** The lines that differ, each with three that do not before and after it. */
function difference(lines) {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - 3), index + 4).some((line) => line.op !== "=")
  );
  const words = { "+": t("settings.added"), "-": t("settings.removed") };
  const rows = [];
  lines.forEach((line, index) => {
    if (!isNear[index]) {
      if (index > 0 && isNear[index - 1]) rows.push(h("div", { class: "gap" }, "⋯"));
      return;
    }
    rows.push(
      h(
        "div",
        { class: line.op === "+" ? "added" : line.op === "-" ? "removed" : null },
        h("span", { class: "sign", "aria-hidden": "true" }, line.op === "=" ? " " : line.op),
        words[line.op] ? h("span", { class: "hidden-text" }, `${words[line.op]}: `) : null,
        line.text,
      ),
    );
  });
  return h("div", { class: "diff mono", tabindex: 0, role: "region", "aria-label": t("settings.diff") }, rows);
}

function reload(context) {
  confirm({
    title: t("settings.reload"),
    text: t("settings.reload_text"),
    action: t("settings.reload"),
    run: async () => {
      await post("/config/reload");
      toast(t("settings.reloaded"));
      context.refresh();
    },
  });
}

function configuration(context) {
  const wanted = h("input", {
    type: "search",
    "aria-label": t("settings.find"),
    placeholder: t("settings.find"),
    oninput: () => narrow(),
  });
  let narrow = () => {};
  return loading({
    title: t("settings.running"),
    note: t("settings.running_note"),
    wide: true,
    actions: [
      wanted,
      !knows("GET /config/diff") && can("POST /config/reload")
        ? h("button", { type: "button", class: "primary", onclick: () => reload(context) }, t("settings.reload"))
        : null,
    ],
    load: () => get("/config"),
    show: (document) => {
      const place = h("div", { class: "tree mono" });
      narrow = () =>
        replace(
          place,
          Object.entries(document).map(([name, value]) => branch(name, value, wanted.value.trim().toLowerCase(), name)),
        );
      narrow();
      return place;
    },
  });
}

/** A member of the configuration; with a search only what has it in its path or its value. */
function branch(name, value, search, path) {
  const isGroup = value !== null && typeof value === "object" && Object.keys(value).length > 0;
  const isNamed = path.toLowerCase().includes(search);
  if (!isGroup) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return search && !isNamed && !text.toLowerCase().includes(search)
      ? null
      : h("div", { class: "leaf" }, h("span", { class: "member" }, `${name}: `), text);
  }
  const children = Object.entries(value).map(([key, child]) =>
    branch(Array.isArray(value) ? `[${key}]` : key, child, isNamed ? "" : search, `${path}.${key}`)
  ).filter(Boolean);
  if (children.length === 0) return null;
  return h(
    "details",
    {
      open: search !== "" || !["models", "providers", "prices", "teams", "keys"].includes(path) && !path.includes("."),
    },
    h("summary", {}, name, h("small", {}, ` ${children.length}`)),
    children,
  );
}
