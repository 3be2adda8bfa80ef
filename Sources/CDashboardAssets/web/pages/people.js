// People and their roles.

import { h } from "../core/dom.js";
import { all, part, patch, post, remove } from "../core/api.js";
import { t, word } from "../core/i18n.js";
import { load as loadNames } from "../core/names.js";
import { can, canOn, reach } from "../core/rights.js";
import { state } from "../core/state.js";
import { badge, declared } from "../parts/badge.js";
import { confirm, form, names } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";
import { toast, toastError } from "../parts/toast.js";

const ROLES = ["owner", "admin", "auditor", "team-admin", "member", "viewer"];

/** The roles that the viewer may give: those beneath the own one, and all of them for owners. */
function beneath() {
  const mine = state.session.role;
  if (mine === "owner") return ROLES;
  if (mine === "admin") return ROLES.slice(2);
  return ROLES.slice(4);
}

/** The list of people. */
export function people() {
  const element = loading({
    title: t("keys.people"),
    wide: true,
    actions: can("POST /users")
      ? [h("button", { type: "button", class: "primary", onclick: () => create(element.reload) }, t("people.create"))]
      : [],
    load: () => all("/users"),
    show: (rows) =>
      table({
        label: t("keys.people"),
        rows,
        sort: { column: 0, descending: false },
        empty: empty(t("empty.no_people"), t("empty.no_people_hint")),
        columns: [
          {
            name: t("column.name"),
            isMain: true,
            by: (row) => row.name,
            show: (row) => [row.name, row.display_name ? h("small", {}, row.display_name) : null],
          },
          {
            name: t("column.role"),
            by: (row) => ROLES.indexOf(row.role),
            show: (row) => badge(word("role", row.role), row.role === "owner" ? "info" : ""),
          },
          { name: t("keys.teams"), show: (row) => row.teams?.join(", ") || "–" },
          {
            name: t("column.state"),
            by: (row) => row.disabled,
            show: (
              row,
            ) => [
              row.disabled ? badge(t("key_state.disabled"), "warn") : badge(t("key_state.active"), "ok"),
              declared(row),
            ],
          },
          { name: "", show: (row) => menu(row.name, actions(row, element.reload)) },
        ],
      }),
  });
  return element;
}

function actions(row, reload) {
  const isWithin = reach("PATCH /users/{id}") === "all" ||
    (row.teams ?? []).some((team) => canOn("PATCH /users/{id}", { team }));
  if (row.source === "file" || !isWithin || !beneath().includes(row.role)) return [];
  const route = `/users/${part(row.id)}`;
  const did = (text) => {
    toast(text);
    reload();
  };
  const name = row.name;
  return [
    can("PATCH /users/{id}") &&
    {
      text: t("action.edit"),
      run: () =>
        form({
          title: t("people.edit_title", { name }),
          fields: shared(row),
          action: t("action.save"),
          submit: async (values) => {
            await patch(route, values);
            did(t("people.changed", { name }));
          },
        }),
    },
    can("POST /users/{id}/password") && {
      text: t("people.set_password"),
      run: () =>
        form({
          title: t("people.password_title", { name }),
          intro: t("people.password_text"),
          fields: [password(true)],
          action: t("action.save"),
          submit: async (values) => {
            await post(`${route}/password`, values);
            did(t("people.password_set", { name }));
          },
        }),
    },
    can("POST /users/{id}/unlock") && {
      text: t("people.unlock"),
      run: async () => {
        try {
          await post(`${route}/unlock`);
          did(t("people.unlocked", { name }));
        } catch (error) {
          toastError(error);
        }
      },
    },
    can("DELETE /users/{id}") && row.id !== state.session.id &&
    {
      text: t("action.delete"),
      danger: true,
      run: () =>
        confirm({
          title: t("people.delete_title", { name }),
          text: t("people.delete_text"),
          name,
          action: t("action.delete"),
          run: async () => {
            await remove(route);
            did(t("people.deleted", { name }));
          },
        }),
    },
  ];
}

const password = (isRequired) => ({
  name: "password",
  label: t("sign_in.password"),
  hint: t("bootstrap.password_hint"),
  type: "password",
  autocomplete: "new-password",
  isRequired,
});

const shared = (row = {}) => [
  {
    name: "display_name",
    label: t("field.display_name"),
    value: row.display_name ?? "",
    read: (text) => (text === "" ? (row.display_name ? null : undefined) : text),
  },
  {
    name: "role",
    label: t("column.role"),
    type: "select",
    value: row.role ?? "viewer",
    options: beneath().map((role) => [role, `${word("role", role)} – ${t(`role_note.${role}`)}`]),
  },
  {
    name: "teams",
    label: t("keys.teams"),
    hint: t("field.names_hint"),
    value: (row.teams ?? []).join(", "),
    read: (text) => names(text) ?? [],
  },
  { name: "disabled", label: t("field.disabled"), type: "checkbox", value: row.disabled ?? false },
];

function create(reload) {
  form({
    title: t("people.create"),
    fields: [
      { name: "name", label: t("sign_in.name"), isRequired: true },
      ...shared({ teams: state.session.teams }),
      password(true),
    ],
    action: t("action.create"),
    submit: async (values) => {
      await post("/users", values);
      await loadNames({ fresh: true });
      toast(t("people.created", { name: values.name }));
      reload();
    },
  });
}
