// Limits: how much of each is left at the moment.

import { h } from "../core/dom.js";
import { all, part, patch, post, remove } from "../core/api.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { scopeText } from "../core/names.js";
import { can } from "../core/rights.js";
import { meter } from "../charts/meter.js";
import { badge, declared } from "../parts/badge.js";
import { confirm, form } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";
import { toast } from "../parts/toast.js";
import { scopeNames } from "./budgets.js";
import { keysByID } from "./requests.js";

const LIMITS = [
  "requests_per_second",
  "requests_per_minute",
  "requests_per_hour",
  "requests_per_day",
  "concurrent",
  "tokens_per_minute",
  "tokens_per_hour",
  "tokens_per_day",
  "input_tokens_per_minute",
  "input_tokens_per_hour",
  "input_tokens_per_day",
  "output_tokens_per_minute",
  "output_tokens_per_hour",
  "output_tokens_per_day",
];

/** The list of limits. */
export function limits() {
  const element = loading({
    title: t("keys.limits"),
    wide: true,
    actions: can("POST /limits")
      ? [h("button", { type: "button", class: "primary", onclick: () => create(element.reload) }, t("limits.create"))]
      : [],
    load: async () => ({ rows: await all("/limits"), keys: await keysByID() }),
    show: ({ rows, keys }) => {
      const used = (row) => (row.state && row.amount > 0 ? 1 - row.state.remaining / row.amount : 0);
      return table({
        label: t("keys.limits"),
        rows,
        empty: empty(t("empty.no_limits"), t("empty.no_limits_hint")),
        columns: [
          {
            name: t("field.scope"),
            isMain: true,
            by: (row) => scopeText(row.scope, keys),
            show: (
              row,
            ) => [scopeText(row.scope, keys), " ", badge(t(`scope.${row.scope.split(":")[0]}`)), declared(row)],
          },
          {
            name: t("column.limit"),
            by: (row) => row.limit,
            show: (row) => [t(`limit.${row.limit}`), row.models ? h("small", {}, row.models) : null],
          },
          {
            name: t("column.amount"),
            number: true,
            by: (row) => row.amount,
            show: (row) => format.countNode(row.amount),
          },
          {
            name: t("column.used"),
            number: true,
            by: used,
            show: (row) => (row.state
              ? [
                meter({ label: t(`limit.${row.limit}`), share: used(row) }),
                h(
                  "small",
                  {},
                  t("limits.remaining", { count: format.count(row.state.remaining), raw: row.state.remaining }),
                ),
              ]
              : "–"),
          },
          {
            name: "",
            show: (row) =>
              menu(`${scopeText(row.scope, keys)} ${t(`limit.${row.limit}`)}`, actions(row, element.reload)),
          },
        ],
      });
    },
  });
  return element;
}

function actions(row, reload) {
  if (row.source === "file") return [];
  const route = `/limits/${part(row.id)}`;
  const name = t(`limit.${row.limit}`);
  const did = (text) => {
    toast(text);
    reload();
  };
  return [
    can("PATCH /limits/{id}") &&
    {
      text: t("action.edit"),
      run: () =>
        form({
          title: t("limits.edit_title", { name }),
          fields: [amount(row.amount)],
          action: t("action.save"),
          submit: async (values) => {
            await patch(route, values);
            did(t("limits.changed", { name }));
          },
        }),
    },
    can("DELETE /limits/{id}") &&
    {
      text: t("action.delete"),
      danger: true,
      run: () =>
        confirm({
          title: t("limits.delete_title", { name }),
          text: t("limits.delete_text"),
          action: t("action.delete"),
          run: async () => {
            await remove(route);
            did(t("limits.deleted", { name }));
          },
        }),
    },
  ];
}

const amount = (value = "") => ({
  name: "amount",
  label: t("column.amount"),
  type: "number",
  value,
  isRequired: true,
  read: Number,
});

async function create(reload) {
  const scopes = await scopeNames();
  form({
    title: t("limits.create"),
    fields: [
      { name: "scope", label: t("field.scope"), hint: t("field.scope_hint"), isRequired: true, list: scopes },
      {
        name: "limit",
        label: t("column.limit"),
        type: "select",
        value: "requests_per_minute",
        options: LIMITS.map((name) => [name, t(`limit.${name}`)]),
      },
      amount(),
    ],
    action: t("action.create"),
    submit: async (values) => {
      await post("/limits", values);
      toast(t("limits.created"));
      reload();
    },
  });
}
