// The rules by which people are told of something, and what is the case at the moment.

import { h } from "../core/dom.js";
import { get, part, patch } from "../core/api.js";
import { has, t, word } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can } from "../core/rights.js";
import { badge, declared } from "../parts/badge.js";
import { form } from "../parts/dialog.js";
import { menu } from "../parts/menu.js";
import { empty } from "../parts/notice.js";
import { loading } from "../parts/panel.js";
import { table } from "../parts/table.js";
import { toast, toastError } from "../parts/toast.js";

/** The name of a rule in words, where it is one of those that hold from the start. */
export const ruleName = (name) => (has(`rule.${name}`) ? t(`rule.${name}`) : name);

/** A value in its rule's unit. */
function written(value, unit) {
  switch (unit) {
    case "share":
      return format.percent(value);
    case "dollars":
      return format.money(format.dollars(value));
    case "seconds":
      return format.duration(value * 1000);
    case "state":
      return t(value > 0 ? "rules.down" : "rules.up");
    case "times":
    case "days":
      return t(`rules.${unit}`, { count: format.decimal(value), raw: value });
    default:
      return format.decimal(value, 0);
  }
}

/** The list of rules. */
export function alertRules() {
  const element = loading({
    title: t("alerts.rules"),
    note: t("rules.note"),
    wide: true,
    load: () => get("/alerts/rules"),
    show: ({ rows }) =>
      table({
        label: t("alerts.rules"),
        rows,
        empty: empty(t("empty.no_rules"), t("empty.no_rules_hint")),
        columns: [
          {
            name: t("column.rule"),
            isMain: true,
            by: (row) => ruleName(row.name),
            show: (row) => [ruleName(row.name), h("small", {}, row.name)],
          },
          { name: t("column.now"), by: (row) => row.standing.length, show: standing },
          {
            name: t("column.threshold"),
            number: true,
            show: (
              row,
            ) => (row.unit === "state"
              ? "–"
              : t(`rules.${row.comparison}`, { value: written(row.threshold, row.unit) })),
          },
          {
            name: t("column.window"),
            number: true,
            show: (row) => (row.window_seconds ? format.duration(row.window_seconds * 1000) : "–"),
          },
          {
            name: t("column.severity"),
            by: (row) => row.severity,
            show: (row) => badge(word("severity", row.severity), row.severity === "critical" ? "bad" : "warn"),
          },
          {
            name: t("column.state"),
            by: (row) => row.enabled,
            show: (row) => [
              row.enabled ? badge(t("rules.on"), "ok") : badge(t("rules.off")),
              row.source === "edited" ? badge(t("rules.edited"), "info") : declared(row),
            ],
          },
          { name: "", show: (row) => menu(ruleName(row.name), actions(row, element.reload)) },
        ],
      }),
  });
  return element;
}

/** What is the case now: whom it is about, and how bad it is. */
function standing(row) {
  if (!row.enabled) return "–";
  if (row.standing.length === 0) return badge(t("rules.quiet"), "ok");
  return row.standing.map((one) =>
    h(
      "span",
      { class: "row" },
      badge(t(`rules.${one.state}`), one.state === "firing" ? "bad" : "warn"),
      h("span", {}, `${one.subject} ${written(one.value, row.unit)}`),
      h("small", {}, format.relative(one.since)),
    )
  );
}

function actions(row, reload) {
  if (row.source === "file" || !can("PATCH /alerts/rules/{name}")) return [];
  const name = ruleName(row.name);
  const change = async (values) => {
    await patch(`/alerts/rules/${part(row.name)}`, values);
    toast(t("rules.changed", { name }));
    reload();
  };
  const flip = async () => {
    try {
      await change({ enabled: !row.enabled });
    } catch (error) {
      toastError(error);
    }
  };
  return [
    row.unit !== "state" && { text: t("action.edit"), run: () => edit(row, name, change) },
    { text: t(row.enabled ? "action.disable" : "action.enable"), run: flip },
  ];
}

/** Shares are written in percent. */
function edit(row, name, change) {
  const factor = row.unit === "share" ? 100 : 1;
  const unit = t(`rule_unit.${row.unit}`);
  const amount = (member, label) => ({
    name: member,
    label: t(`rules.${label}`, { unit }),
    type: "number",
    value: String(Number((row[member] * factor).toPrecision(12))),
    isRequired: true,
    read: (text) => Number(text) / factor,
  });
  const severities = ["warning", "critical"].map((severity) => [severity, t(`severity.${severity}`)]);
  form({
    title: t("rules.edit_title", { name }),
    fields: [
      amount("threshold", "threshold"),
      amount("clear", "clear"),
      { name: "for_seconds", label: t("rules.holding"), type: "number", value: String(row.for_seconds), read: Number },
      { name: "severity", label: t("column.severity"), type: "select", value: row.severity, options: severities },
      { name: "reason", label: t("field.reason"), hint: t("field.reason_hint") },
    ],
    action: t("action.save"),
    submit: change,
  });
}
