// Keys, teams, projects, people, and what restricts them.

import { t } from "../core/i18n.js";
import { can } from "../core/rights.js";
import { to } from "../core/router.js";
import { tabs } from "../parts/tabs.js";
import { keyList } from "./keys-list.js";
import { budgets } from "./budgets.js";
import { limits } from "./limits.js";
import { people } from "./people.js";
import { groups } from "./groups.js";

const PARTS = {
  keys: ["GET /keys", keyList],
  teams: ["GET /teams", groups],
  budgets: ["GET /budgets", budgets],
  limits: ["GET /limits", limits],
  people: ["GET /users", people],
};

export default {
  name: "keys",
  needs: "GET /keys",
  render(context) {
    const names = Object.keys(PARTS).filter((name) => can(PARTS[name][0]));
    const current = names.includes(context.parts[0]) ? context.parts[0] : "keys";
    return [
      tabs(t("page.keys"), names.map((name) => ({ name, text: t(`keys.${name}`), href: to(["keys", name]) })), current),
      PARTS[current][1](context),
    ];
  },
};
