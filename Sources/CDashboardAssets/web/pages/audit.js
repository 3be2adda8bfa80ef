// Who changed what, from where.

import { h, replace } from "../core/dom.js";
import { get } from "../core/api.js";
import { has, t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { can } from "../core/rights.js";
import { to } from "../core/router.js";
import { span } from "../core/state.js";
import { badge } from "../parts/badge.js";
import { open } from "../parts/dialog.js";
import { filters } from "../parts/filters.js";
import { empty, problem } from "../parts/notice.js";
import { pageOf } from "../parts/page-of.js";
import { panel } from "../parts/panel.js";
import { rangePicker } from "../parts/range.js";

const FILTERS = ["actor", "action", "kind", "object", "team"];

export default {
  name: "audit",
  needs: "GET /audit",
  render(context) {
    context.tools(rangePicker(context.refresh));
    const values = Object.fromEntries(
      FILTERS.filter((name) => context.query[name]).map((name) => [name, context.query[name]]),
    );
    const list = pageOf({
      label: t("page.audit"),
      route: "/audit",
      query: { from: span().from, ...values },
      empty: empty(t("empty.nothing_found"), t("empty.nothing_found_hint")),
      columns: [
        { name: t("column.time"), isMain: true, show: (row) => format.timeNode(row.time) },
        {
          name: t("column.actor"),
          show: (
            row,
          ) => [
            row.actor.name ?? row.actor.id,
            h("small", {}, has(`actor.${row.actor.kind}`) ? t(`actor.${row.actor.kind}`) : row.actor.kind),
          ],
        },
        {
          name: t("column.action"),
          show: (row) => badge(row.action, /refuse|delete|revoke|purge|disable/.test(row.action) ? "warn" : ""),
        },
        {
          name: t("column.object"),
          show: (
            row,
          ) => [row.object?.name ?? row.object?.id ?? "–", row.object ? h("small", {}, row.object.kind) : null],
        },
        { name: t("column.origin"), show: (row) => h("span", { class: "mono" }, row.origin ?? "–") },
        {
          name: "",
          show: (row) =>
            h("button", {
              type: "button",
              class: "small",
              "aria-label": t("audit.details_of", { number: row.sequence }),
              onclick: () => details(row),
            }, t("audit.details")),
        },
      ],
    });
    return [
      filters({
        label: t("page.audit"),
        fields: FILTERS.map((name) => ({ name, label: t(`audit.${name}`) })),
        values,
        changed: (now) => {
          location.hash = to(["audit"], now);
        },
      }),
      can("GET /audit/verify") ? chains() : null,
      panel({ title: t("audit.entries"), wide: true }, list.element),
    ];
  },
};

function details(row) {
  const part = (
    name,
    value,
  ) => (value === undefined || value === null
    ? null
    : [h("h3", {}, t(`audit.${name}`)), h("pre", { class: "body-text", tabindex: 0 }, JSON.stringify(value, null, 2))]);
  const done = h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t("action.close"));
  const dialog = open({
    title: t("audit.entry", { number: row.sequence }),
    content: [
      h("p", {}, `${format.dateTime(row.time)} · ${row.actor.name ?? row.actor.id} · ${row.action}`),
      row.reason ? h("p", {}, row.reason) : null,
      part("before", row.before),
      part("after", row.after),
      h("p", { class: "muted mono" }, `${t("error.request", { id: row.request ?? "–" })}`),
      h("p", { class: "muted mono wrap" }, row.digest),
    ],
    buttons: [done],
    wide: true,
  });
}

/** Verifies the chains of the audit log and the ledger when asked to. */
function chains() {
  const check = (name, route) => {
    const said = h("span", { role: "status" });
    const run = async () => {
      replace(said, t("audit.verifying"));
      try {
        const report = await get(route);
        replace(
          said,
          badge(report.ok ? t("audit.intact") : t("audit.broken"), report.ok ? "ok" : "bad"),
          report.problem
            ? ` ${typeof report.problem === "string" ? report.problem : JSON.stringify(report.problem)}`
            : null,
          report.set_aside?.length ? ` ${t("audit.set_aside", { files: report.set_aside.join(", ") })}` : null,
        );
      } catch (error) {
        replace(said, problem(error, run));
      }
    };
    return h(
      "p",
      { class: "row" },
      h("button", { type: "button", class: "small", onclick: run }, t(`audit.verify_${name}`)),
      said,
    );
  };
  return panel(
    { title: t("audit.chains"), note: t("audit.chains_note"), wide: true },
    check("audit", "/audit/verify"),
    can("GET /ledger/verify") ? check("ledger", "/ledger/verify") : null,
  );
}
