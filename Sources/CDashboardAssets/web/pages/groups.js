// Teams and their projects.

import { h } from "../core/dom.js";
import { all, part, patch, post, remove } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can, canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { badge, declared } from "../parts/badge.js";
import { confirm, form, names } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";
import { toast } from "../parts/toast.js";

/** The lists of teams and projects. */
export const groups = () => [
  list("teams", "/teams", teamColumns),
  can("GET /projects") ? list("projects", "/projects", projectColumns) : null,
];

function list(kind, route, columns) {
  const element = loading({
    title: t(`keys.${kind}`),
    wide: true,
    actions: can(`POST ${route}`)
      ? [
        h("button", {
          type: "button",
          class: "primary",
          onclick: () => create(kind, route, element.reload),
        }, t(`${kind}.create`)),
      ]
      : [],
    load: () => all(route),
    show: (rows) =>
      table({
        label: t(`keys.${kind}`),
        rows,
        sort: { column: 0, descending: false },
        empty: empty(t(`empty.no_${kind}`), t(`empty.no_${kind}_hint`)),
        columns: [...columns(), { name: "", show: (row) => menu(row.name, actions(kind, route, row, element.reload)) }],
      }),
  });
  return element;
}

const name = (link) => ({
  name: t("column.name"),
  isMain: true,
  by: (row) => row.name,
  show: (
    row,
  ) => [
    h("a", { href: to(["cost"], { [link]: row.name, by: "key" }) }, row.name),
    row.description ? h("small", {}, row.description) : null,
  ],
});
const rules = () => [
  {
    name: t("column.state"),
    show: (
      row,
    ) => [row.disabled ? badge(t("key_state.disabled"), "warn") : badge(t("key_state.active"), "ok"), declared(row)],
  },
  { name: t("column.models"), show: (row) => (row.models?.length ? format.list(row.models) : t("keys.all_models")) },
  {
    name: t("keys.limits"),
    show: (row) =>
      Object.entries(row.limits ?? {}).map(([limit, amount]) =>
        h("small", {}, `${t(`limit.${limit}`)}: ${format.count(amount)}`)
      ),
  },
  {
    name: t("keys.budgets"),
    number: true,
    show: (
      row,
    ) => (row.budgets.length > 0 ? h("a", { href: to(["keys", "budgets"]) }, format.count(row.budgets.length)) : "–"),
  },
];

const teamColumns = () => [name("team"), {
  name: t("column.organization"),
  by: (row) => row.organization,
  show: (row) => row.organization ?? "–",
}, ...rules()];
const projectColumns =
  () => [name("project"), { name: t("group.team"), by: (row) => row.team, show: (row) => row.team }, ...rules()];

function actions(kind, route, row, reload) {
  const team = kind === "teams" ? row.name : row.team;
  const may = (method) => row.source !== "file" && canOn(`${method} ${route}/{name}`, { team });
  const one = `${route}/${part(row.name)}`;
  return [
    may("PATCH") &&
    {
      text: t("action.edit"),
      run: () =>
        form({
          title: t("groups.edit_title", { name: row.name }),
          fields: shared(row),
          action: t("action.save"),
          submit: async (values) => {
            await patch(one, values);
            toast(t("groups.changed", { name: row.name }));
            reload();
          },
        }),
    },
    may("DELETE") && {
      text: t("action.delete"),
      danger: true,
      run: () =>
        confirm({
          title: t("groups.delete_title", { name: row.name }),
          text: t("groups.delete_text"),
          name: row.name,
          action: t("action.delete"),
          run: async () => {
            await remove(one);
            toast(t("groups.deleted", { name: row.name }));
            reload();
          },
        }),
    },
  ];
}

const shared = (row = {}) => [
  {
    name: "description",
    label: t("field.description"),
    value: row.description ?? "",
    read: (text) => (text === "" ? (row.description ? null : undefined) : text),
  },
  {
    name: "models",
    label: t("field.models"),
    hint: t("field.models_hint"),
    value: (row.models ?? []).join(", "),
    read: (text) => names(text) ?? (row.models?.length ? null : undefined),
  },
  { name: "disabled", label: t("field.disabled"), type: "checkbox", value: row.disabled ?? false },
];

async function create(kind, route, reload) {
  const fields = [{ name: "name", label: t("field.name"), isRequired: true }];
  if (kind === "projects") {
    fields.push({
      name: "team",
      label: t("group.team"),
      type: "select",
      options: (await all("/teams")).map((row) => [row.name, row.name]),
      isRequired: true,
    });
  }
  form({
    title: t(`${kind}.create`),
    fields: [...fields, ...shared()],
    action: t("action.create"),
    submit: async (values) => {
      await post(route, values);
      toast(t("groups.created", { name: values.name }));
      reload();
    },
  });
}
