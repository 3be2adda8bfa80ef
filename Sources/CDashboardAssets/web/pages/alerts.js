// What was raised, and who has seen it.

import { h } from "../core/dom.js";
import { part, post } from "../core/api.js";
import { has, t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { canOn } from "../core/rights.js";
import { to } from "../core/router.js";
import { badge } from "../parts/badge.js";
import { empty } from "../parts/notice.js";
import { pageOf } from "../parts/page-of.js";
import { panel } from "../parts/panel.js";
import { choice } from "../parts/tabs.js";
import { toast, toastError } from "../parts/toast.js";

export default {
  name: "alerts",
  needs: "GET /alerts",
  render(context) {
    const isAll = context.query.show === "all";
    context.tools([
      choice(
        t("alerts.show"),
        [["open", t("alerts.open")], ["all", t("alerts.all")]],
        isAll ? "all" : "open",
        (name) => {
          location.hash = to(["alerts"], name === "all" ? { show: "all" } : {});
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
        {
          name: t("column.event"),
          show: (row) =>
            badge(event(row), row.detail?.event === "exhausted" || row.detail?.event === "blocked" ? "bad" : "warn"),
        },
        { name: t("field.scope"), show: (row) => h("a", { href: to(["keys", "budgets"]) }, row.scope) },
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
  },
};

/** What happened, in words: `threshold_800` is 80 %. */
function event(row) {
  const name = row.detail?.event ?? row.scope;
  const threshold = /^threshold_(\d+)$/.exec(name);
  if (threshold) return t("alert.threshold", { share: format.percent(Number(threshold[1]) / 1000) });
  return has(`alert.${name}`) ? t(`alert.${name}`) : name.replaceAll("_", " ");
}

function detail(facts) {
  if (!facts) return "–";
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
