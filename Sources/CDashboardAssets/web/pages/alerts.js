// What was raised, and who has seen it.

import { h } from "../core/dom.js";
import { part, post } from "../core/api.js";
import { has, t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can, canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { badge } from "../parts/badge.js";
import { empty } from "../parts/notice.js";
import { pageOf } from "../parts/page-of.js";
import { panel } from "../parts/panel.js";
import { choice, tabs } from "../parts/tabs.js";
import { toast, toastError } from "../parts/toast.js";
import { alertChannels } from "./alert-channels.js";
import { alertRules, ruleName } from "./alert-rules.js";
import { weeklyReport } from "./report.js";

const PARTS = {
  raised: ["GET /alerts", raised],
  rules: ["GET /alerts/rules", alertRules],
  channels: ["GET /alerts/channels", alertChannels],
  report: ["GET /reports/weekly", weeklyReport],
};

export default {
  name: "alerts",
  needs: "GET /alerts",
  render(context) {
    const names = Object.keys(PARTS).filter((name) => can(PARTS[name][0]));
    const current = names.includes(context.parts[0]) ? context.parts[0] : "raised";
    const entries = names.map((name) => ({ name, text: t(`alerts.${name}`), href: to(["alerts", name]) }));
    return [tabs(t("page.alerts"), entries, current), PARTS[current][1](context)];
  },
};

function raised(context) {
  const isAll = context.query.show === "all";
  context.tools([
    choice(
      t("alerts.show"),
      [["open", t("alerts.open")], ["all", t("alerts.all")]],
      isAll ? "all" : "open",
      (name) => {
        location.hash = to(["alerts", "raised"], name === "all" ? { show: "all" } : {});
      },
    ),
  ]);
  const list = pageOf({
    label: t("page.alerts"),
    route: "/alerts",
    query: isAll ? {} : { open: true },
    empty: empty(t("empty.no_alerts"), t("empty.no_alerts_hint")),
    columns: [
      { name: t("column.time"), isMain: true, show: (row) => format.timeNode(row.time) },
      { name: t("column.event"), show: (row) => badge(event(row), kind(row.detail)) },
      { name: t("field.scope"), show: (row) => row.scope },
      { name: t("column.detail"), show: (row) => detail(row.detail) },
      {
        name: t("column.acknowledged"),
        show: (row) => (row.acknowledged
          ? [
            format.timeNode(row.acknowledged),
            h("small", {}, row.acknowledged_by?.name ?? row.acknowledged_by ?? ""),
          ]
          : acknowledge(row, context)),
      },
    ],
  });
  return panel({ title: t("alerts.raised"), note: t("alerts.note"), wide: true }, list.element);
}

/** The colour of an alert: by what its rule says of it, or its budget. */
function kind(facts) {
  if (facts?.state === "cleared") return "ok";
  return facts?.severity === "critical" || facts?.event === "exhausted" || facts?.event === "refusing" ? "bad" : "warn";
}

/** What happened, in words: `threshold_800` is 80 %. */
function event(row) {
  if (row.detail?.rule) {
    return row.detail.state === "cleared"
      ? t("alert.cleared", { name: ruleName(row.detail.rule) })
      : ruleName(row.detail.rule);
  }
  const name = row.detail?.event ?? row.scope;
  const threshold = /^threshold_(\d+)$/.exec(name);
  if (threshold) return t("alert.threshold", { share: format.percent(Number(threshold[1]) / 1000) });
  return has(`alert.${name}`) ? t(`alert.${name}`) : name.replaceAll("_", " ");
}

function detail(facts) {
  if (!facts) return "–";
  // What a rule's message said, in the language that messages are configured to have.
  if (facts.rule) return facts.text ?? facts.title ?? "–";
  if (facts.spent !== undefined && facts.amount !== undefined) {
    return [
      facts.budget,
      h(
        "small",
        {},
        t("alerts.spent", {
          spent: format.money(format.dollars(facts.spent)),
          amount: format.money(format.dollars(facts.amount)),
        }),
      ),
    ];
  }
  return Object.entries(facts).map(([name, value]) =>
    h("small", {}, `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`)
  );
}

function acknowledge(row, context) {
  if (!canOn("POST /alerts/{id}/acknowledge", row)) return t("alerts.not_acknowledged");
  return h(
    "button",
    {
      type: "button",
      class: "small",
      onclick: async (event) => {
        event.currentTarget.disabled = true;
        try {
          await post(`/alerts/${part(row.id)}/acknowledge`);
          toast(t("alerts.acknowledged"));
          context.refresh();
        } catch (error) {
          toastError(error);
        }
      },
    },
    t("alerts.acknowledge"),
  );
}
