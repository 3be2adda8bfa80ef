// Begins, signs in, and shows one page at a time.

import { append, h, replace } from "./core/dom.js";
import * as api from "./core/api.js";
import * as i18n from "./core/i18n.js";
import { t } from "./core/i18n.js";
import * as live from "./core/live.js";
import * as names from "./core/names.js";
import * as rights from "./core/rights.js";
import { here } from "./core/router.js";
import { keep, kept, state } from "./core/state.js";
import { toastError } from "./parts/toast.js";
import { problem } from "./parts/notice.js";
import { shell } from "./shell.js";
import { signIn } from "./pages/sign-in.js";
import overview from "./pages/overview.js";
import cost from "./pages/cost.js";
import requests from "./pages/requests.js";
import models from "./pages/models.js";
import keys from "./pages/keys.js";
import cache from "./pages/cache.js";
import guardrails from "./pages/guardrails.js";
import alerts from "./pages/alerts.js";
import playground from "./pages/playground.js";
import audit from "./pages/audit.js";
import settings from "./pages/settings.js";

const PAGES = [overview, cost, requests, models, keys, cache, guardrails, alerts, playground, audit, settings];

const app = document.getElementById("app");
let frame = null;
let leaving = [];

/** Ends what the page that is left has going. */
function leave() {
  for (const callback of leaving) callback();
  leaving = [];
}

/** The pages that the viewer has any use for. */
const reachable = () => PAGES.filter((page) => !page.needs || rights.can(page.needs));

/** Shows the page of the address. */
function show() {
  leave();
  const { parts, query } = here();
  const page = reachable().find((one) => one.name === parts[0]) ?? (parts.length === 0 ? overview : null);
  const main = frame.main;
  if (!page) {
    const isForbidden = PAGES.some((one) => one.name === parts[0]);
    frame.begin(null, t(isForbidden ? "error.title_forbidden" : "error.title_not_found"));
    replace(
      main,
      problem(new api.ApiError(isForbidden ? 403 : 404, isForbidden ? "forbidden" : "no_page", t("error.no_page"))),
    );
    return;
  }
  const context = {
    parts: parts.slice(1),
    query,
    leave: (callback) => leaving.push(callback),
    refresh: show,
    title: (text) => frame.begin(page, text),
    tools: (...nodes) => frame.tools(nodes),
  };
  frame.begin(page, t(`page.${page.name}`));
  frame.tools([]);
  replace(main);
  append(main, [page.render(context)]);
}

/** Signs the viewer out, here; the gateway has ended the session or is about to. */
function showSignIn(note = null) {
  leave();
  live.stop();
  api.endSession();
  names.forget();
  keep("signed-in", null);
  state.session = null;
  frame = null;
  replace(app, signIn({ note, begun: begin, changeLanguage }));
}

/** Begins with a session. */
async function begin(session) {
  state.session = session;
  keep("signed-in", "yes");
  api.beginSession(session);
  try {
    await rights.load();
    await Promise.all([names.load(), loadCurrency()]);
  } catch (error) {
    if (error.status !== 401) {
      replace(
        app,
        h(
          "main",
          { class: "alone" },
          h("h1", {}, "Kanmon"),
          problem(error, () => begin(session)),
        ),
      );
    }
    return;
  }
  draw();
  if (rights.knows("GET /live") && rights.can("GET /live")) live.start(lookWhetherSignedIn);
}

/** Draws the frame and the page of the address. */
function draw() {
  frame = shell({ pages: reachable(), changeLanguage, changeTheme, signOut });
  replace(app, frame.element);
  show();
}

/** The rate of the currency that people are shown. */
async function loadCurrency() {
  if (!rights.can("GET /usage")) return;
  const moment = new Date(Date.now() - 60_000).toISOString();
  try {
    state.currency = (await api.get("/usage", { from: `${moment.slice(0, 19)}Z` })).currency ?? null;
  } catch (error) {
    // A gateway without a data folder adds nothing up: the pages that would show it say so.
    if (error.code !== "unavailable") throw error;
    state.currency = null;
  }
}

let isLooking = false;

/** A stream of events that ends may have ended with its session: if so, the API's 401 leads to the sign-in. */
async function lookWhetherSignedIn() {
  if (isLooking || !state.session) return;
  isLooking = true;
  try {
    await api.get("/session");
  } catch (error) {
    if (error.status !== 401 && error.status !== 0) toastError(error);
  }
  isLooking = false;
}

async function changeLanguage(name) {
  await i18n.use(name);
  keep("language", name);
  if (frame) draw();
  else showSignIn();
}

function changeTheme(name) {
  keep("theme", name === "system" ? null : name);
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

async function signOut() {
  try {
    await api.post("/logout");
  } catch (error) {
    if (error.status !== 401) {
      toastError(error);
      return;
    }
  }
  showSignIn(t("sign_in.signed_out"));
}

async function main() {
  await i18n.use(i18n.preferred(kept("language")));
  api.whenSignedOut(() => {
    if (state.session) showSignIn(t("sign_in.ended"));
  });
  addEventListener("hashchange", () => {
    if (frame) show();
  });
  // Who has not signed in here, or has signed out, is not asked about: there is no session to be refused.
  if (!kept("signed-in")) {
    showSignIn();
    return;
  }
  try {
    await begin(await api.ask("GET", "/session", { isSigningIn: true }));
  } catch (error) {
    if (error.status === 401) showSignIn();
    else replace(app, h("main", { class: "alone" }, h("h1", {}, "Kanmon"), problem(error, () => location.reload())));
  }
}

main();
