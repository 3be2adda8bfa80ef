// Virtual keys: made, shown once, rotated, revoked.

import { h } from "../core/dom.js";
import { all, part, patch, post, remove } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { person } from "../core/names.js";
import { can, canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { state } from "../core/state.js";
import { badge, declared } from "../parts/badge.js";
import { confirm, form, names, secret } from "../parts/dialog.js";
import { filters } from "../parts/filters.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";
import { toast, toastError } from "../parts/toast.js";

/** The list of keys. */
export function keyList(context) {
  const values = Object.fromEntries(
    ["team", "tag"].filter((name) => context.query[name]).map((name) => [name, context.query[name]]),
  );
  const element = loading({
    title: t("keys.keys"),
    wide: true,
    actions: can("POST /keys")
      ? [h("button", { type: "button", class: "primary", onclick: () => create(element.reload) }, t("keys.create"))]
      : [],
    load: () => all("/keys", values),
    show: (rows) =>
      table({
        label: t("keys.keys"),
        rows,
        sort: { column: 0, descending: false },
        empty: empty(t("empty.no_keys"), t("empty.no_keys_hint")),
        columns: [
          {
            name: t("column.name"),
            isMain: true,
            by: (row) => row.name,
            show: (
              row,
            ) => [
              h("a", { href: to(["requests"], { key: row.id }) }, row.name),
              row.description ? h("small", {}, row.description) : null,
            ],
          },
          { name: t("column.state"), by: stateOf, show: (row) => [keyState(row), declared(row)] },
          {
            name: t("group.team"),
            by: (row) => row.team,
            show: (
              row,
            ) => [
              row.team ?? "–",
              row.project ? h("small", {}, row.project) : null,
              row.owner ? h("small", {}, person(row.owner)) : null,
            ],
          },
          { name: t("column.prefix"), show: (row) => h("code", {}, row.prefix ?? "–") },
          {
            name: t("column.models"),
            show: (row) => (row.models?.length ? format.list(row.models) : t("keys.all_models")),
          },
          {
            name: t("column.expires"),
            by: (row) => row.expires ?? "9999",
            show: (row) => (row.expires ? format.timeNode(row.expires, format.date) : t("keys.never")),
          },
          { name: t("group.tag"), show: (row) => row.tags.map((tag) => badge(tag)) },
          { name: "", show: (row) => menu(row.name, actions(row, element.reload)) },
        ],
      }),
  });
  return [
    filters({
      label: t("keys.keys"),
      fields: [{ name: "team", label: t("group.team") }, { name: "tag", label: t("group.tag") }],
      values,
      changed: (now) => {
        location.hash = to(["keys", "keys"], now);
      },
    }),
    element,
  ];
}

function stateOf(row) {
  if (row.revoked) return "revoked";
  if (row.expires && new Date(row.expires) < new Date()) return "expired";
  if (row.disabled) return "disabled";
  return "active";
}

function keyState(row) {
  const name = stateOf(row);
  return badge(t(`key_state.${name}`), name === "active" ? "ok" : name === "disabled" ? "warn" : "bad");
}

function actions(row, reload) {
  const may = (operation) => row.source !== "file" && canOn(operation, row);
  const route = `/keys/${part(row.id)}`;
  const did = (text) => {
    toast(text);
    reload();
  };
  const run = async (action, text) => {
    try {
      await post(`${route}/${action}`);
      did(text);
    } catch (error) {
      toastError(error);
    }
  };
  const name = row.name;
  const isOver = Boolean(row.revoked);
  return [
    may("PATCH /keys/{id}") && !isOver &&
    { text: t("action.edit"), run: () => edit(row, () => did(t("keys.changed", { name }))) },
    may("POST /keys/{id}/rotate") && !isOver && { text: t("keys.rotate"), run: () => rotate(row, reload) },
    row.disabled && may("POST /keys/{id}/enable") && !isOver &&
    { text: t("action.enable"), run: () => run("enable", t("keys.enabled", { name })) },
    !row.disabled && may("POST /keys/{id}/disable") && !isOver &&
    { text: t("action.disable"), run: () => run("disable", t("keys.disabled", { name })) },
    may("POST /keys/{id}/revoke") && !isOver && {
      text: t("keys.revoke"),
      danger: true,
      run: () =>
        confirm({
          title: t("keys.revoke_title", { name }),
          text: t("keys.revoke_text"),
          name,
          action: t("keys.revoke"),
          reason: true,
          run: async ({ reason }) => {
            await post(`${route}/revoke`, reason ? { reason } : {});
            did(t("keys.revoked", { name }));
          },
        }),
    },
    may("DELETE /keys/{id}") &&
    {
      text: t("action.delete"),
      danger: true,
      run: () =>
        confirm({
          title: t("keys.delete_title", { name }),
          text: t("keys.delete_text"),
          name,
          action: t("action.delete"),
          run: async () => {
            await remove(route);
            did(t("keys.deleted", { name }));
          },
        }),
    },
  ];
}

/** Only what somebody of the viewer's role may set of a key of its own. */
const isMember = () => state.session.role === "member";

const shared = (row = {}) => [
  {
    name: "description",
    label: t("field.description"),
    value: row.description ?? "",
    read: (text) => (text === "" ? (row.description ? null : undefined) : text),
  },
  ...(isMember() ? [] : [
    {
      name: "models",
      label: t("field.models"),
      hint: t("field.models_hint"),
      value: (row.models ?? []).join(", "),
      read: (text) => names(text) ?? (row.models?.length ? null : undefined),
    },
    {
      name: "tags",
      label: t("field.tags"),
      hint: t("field.tags_hint"),
      value: (row.tags ?? []).join(", "),
      read: (text) => names(text) ?? (row.tags?.length ? [] : undefined),
    },
    {
      name: "expires",
      label: t("field.expires"),
      hint: t("field.expires_hint"),
      type: "datetime-local",
      value: row.expires ? local(row.expires) : "",
      read: (text) => (text ? new Date(text).toISOString().replace(/\.\d+Z/, "Z") : row.expires ? null : undefined),
    },
    {
      name: "requests_per_minute",
      label: t("limit.requests_per_minute"),
      type: "number",
      value: row.limits?.requests_per_minute ?? "",
      read: (text) => (text === "" ? undefined : Number(text)),
    },
  ]),
];

/** A moment as the browser's field of dates takes it, in the viewer's time zone. */
function local(text) {
  const moment = new Date(text);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function body({ requests_per_minute: rate, ...values }) {
  return rate === undefined ? values : { ...values, limits: { requests_per_minute: rate } };
}

async function create(reload) {
  let teams = [];
  try {
    teams = (await all("/teams")).map((row) => row.name);
  } catch (error) {
    toastError(error);
    return;
  }
  const mine = state.session.teams;
  form({
    title: t("keys.create"),
    fields: [
      { name: "name", label: t("field.name"), isRequired: true },
      mine.length > 0
        ? {
          name: "team",
          label: t("group.team"),
          type: "select",
          options: mine.map((name) => [name, name]),
          value: mine[0],
        }
        : {
          name: "team",
          label: t("group.team"),
          type: "select",
          options: [["", t("group.none")], ...teams.map((name) => [name, name])],
        },
      ...shared(),
    ],
    action: t("action.create"),
    submit: async (values) => {
      const made = await post("/keys", body(isMember() ? { ...values, owner: state.session.id } : values));
      reload();
      shown(made);
    },
  });
}

function edit(row, done) {
  form({
    title: t("keys.edit_title", { name: row.name }),
    fields: [{ name: "name", label: t("field.name"), value: row.name, isRequired: true }, ...shared(row)],
    action: t("action.save"),
    submit: async (values) => {
      await patch(`/keys/${part(row.id)}`, body(values));
      done();
    },
  });
}

function rotate(row, reload) {
  form({
    title: t("keys.rotate_title", { name: row.name }),
    intro: t("keys.rotate_text"),
    fields: [{
      name: "overlap_seconds",
      label: t("field.overlap"),
      type: "select",
      value: "86400",
      options: [["0", t("overlap.none")], ["3600", t("overlap.hour")], ["86400", t("overlap.day")], [
        "604800",
        t("overlap.week"),
      ]],
      read: Number,
    }],
    action: t("keys.rotate"),
    submit: async (values) => {
      const made = await post(`/keys/${part(row.id)}/rotate`, values);
      reload();
      shown(made);
    },
  });
}

/** Shows a key's text: this is the only time that it can be seen. */
function shown(made) {
  const values = [[t("keys.text"), made.key]];
  if (made.signing_secret) values.push([t("keys.signing_secret"), made.signing_secret]);
  secret({ title: t("keys.secret_title", { name: made.name }), text: t("keys.secret_text"), values });
}
