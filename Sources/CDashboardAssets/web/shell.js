// The frame around every page: where one can go, what is live, who is signed in; and the keyboard.

import { h, replace } from "./core/dom.js";
import * as i18n from "./core/i18n.js";
import { t, word } from "./core/i18n.js";
import * as live from "./core/live.js";
import { go, to } from "./core/router.js";
import { kept, state } from "./core/state.js";
import { open } from "./parts/dialog.js";
import { icon } from "./parts/icon.js";
import { menu } from "./parts/menu.js";

const LETTERS = {
  overview: "o",
  cost: "c",
  requests: "r",
  models: "m",
  keys: "k",
  cache: "h",
  guardrails: "f",
  alerts: "a",
  playground: "p",
  audit: "u",
  settings: "s",
};

let forgetKeys = () => {};

/** The frame: `{element, main, begin(page, title), tools(nodes)}`. */
export function shell({ pages, changeLanguage, changeTheme, signOut }) {
  const main = h("div", { class: "page" });
  const heading = h("h1", { tabindex: -1 });
  const tools = h("div", { class: "tools" });
  const links = new Map(
    pages.map((page) => [
      page.name,
      h(
        "a",
        { href: to([page.name]), "aria-keyshortcuts": `g ${LETTERS[page.name]}` },
        icon(page.name),
        h("span", {}, i18n.has(`nav.${page.name}`) ? t(`nav.${page.name}`) : t(`page.${page.name}`)),
        h("kbd", { "aria-hidden": "true" }, `g ${LETTERS[page.name]}`),
      ),
    ]),
  );
  const nav = h(
    "nav",
    { id: "nav", "aria-label": t("nav.label") },
    h("ul", {}, [...links.values()].map((link) => h("li", {}, link))),
  );
  const drawer = h(
    "button",
    {
      type: "button",
      class: "quiet drawer",
      "aria-controls": "nav",
      "aria-expanded": "false",
      "aria-label": t("nav.open"),
      onclick: () => openDrawer(!element.classList.contains("open")),
    },
    icon("menu"),
  );
  const search = h("input", {
    type: "search",
    id: "search",
    placeholder: t("search.placeholder"),
    "aria-label": t("search.label"),
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
  });
  const finder = h(
    "form",
    {
      class: "finder",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        go(["requests"], { search: search.value.trim() });
      },
    },
    icon("search", 16),
    search,
    h("kbd", { "aria-hidden": "true" }, "/"),
  );

  const theme = kept("theme") ?? "system";
  const themes = menu(
    t("theme.label"),
    ["system", "light", "dark"].map((name) => ({ text: t(`theme.${name}`), run: () => changeTheme(name) })),
  );
  const languages = menu(
    t("language.label"),
    i18n.languages.map((name) => ({ text: t(`language.${name}`), run: () => changeLanguage(name) })),
  );
  const person = menu(t("person.label"), [
    { text: t("person.preferences"), run: () => go(["settings"]) },
    { text: t("help.title"), run: showHelp },
    { text: t("person.sign_out"), run: signOut },
  ]);
  swap(themes, "sun");
  swap(languages, "language");
  swap(person, "person", h("span", { class: "who" }, state.session.name));
  themes.dataset.theme = theme;

  const beat = h("span", { class: "beat", role: "status" });
  const tellLive = () => {
    const name = live.liveState();
    replace(beat, h("i", { class: `dot ${name}` }), t(`live.${name}`));
  };
  live.listen("state", tellLive);
  tellLive();

  const element = h(
    "div",
    { class: "shell" },
    h("a", {
      class: "skip",
      href: "#main",
      onclick: (event) => {
        event.preventDefault();
        heading.focus();
      },
    }, t("nav.skip")),
    h(
      "div",
      { class: "side" },
      h(
        "a",
        { class: "brand", href: to(["overview"]) },
        h("img", { src: "assets/icon.svg", alt: "", width: 26, height: 26 }),
        h("span", {}, "Kanmon"),
      ),
      nav,
      h(
        "p",
        { class: "role" },
        word("role", state.session.role),
        state.session.teams.length > 0 ? h("small", {}, state.session.teams.join(", ")) : null,
      ),
    ),
    h("button", {
      type: "button",
      class: "veil",
      tabindex: -1,
      "aria-label": t("nav.close"),
      onclick: () => openDrawer(false),
    }),
    h(
      "div",
      { class: "body" },
      h("header", { class: "bar" }, drawer, finder, beat, h("div", { class: "bar-end" }, languages, themes, person)),
      h("main", { id: "main" }, h("div", { class: "head" }, heading, tools), main),
    ),
  );

  function openDrawer(isOpen) {
    element.classList.toggle("open", isOpen);
    drawer.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) nav.querySelector("a").focus();
  }

  forgetKeys();
  forgetKeys = listenToKeys(pages, search, () => openDrawer(false));

  let isFirst = true;
  return {
    element,
    main,
    begin(page, title) {
      heading.textContent = title;
      document.title = `${title} · Kanmon`;
      for (const [name, link] of links) {
        if (name === page?.name) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      openDrawer(false);
      // Who moves by keyboard or listens begins each page at its heading.
      if (!isFirst && !document.querySelector("dialog[open]")) heading.focus({ preventScroll: true });
      if (!isFirst) scrollTo(0, 0);
      isFirst = false;
    },
    tools: (nodes) => replace(tools, nodes),
  };
}

/** Puts an icon, and what stands beside it, into a menu's button. */
function swap(place, name, beside = null) {
  const button = place.querySelector("button");
  button.classList.remove("small");
  button.setAttribute(
    "aria-label",
    beside
      ? `${place.querySelector("[role=menu]").getAttribute("aria-label")}: ${beside.textContent}`
      : place.querySelector("[role=menu]").getAttribute("aria-label"),
  );
  replace(button, icon(name), beside);
}

/** `g` and a letter go to a page, `/` searches, `?` helps. */
function listenToKeys(pages, search, closeDrawer) {
  let began = 0;
  const listener = (event) => {
    if (event.key === "Escape") closeDrawer();
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "?") showHelp();
    else if (event.key === "g") began = event.timeStamp;
    else if (event.timeStamp - began < 1500) {
      began = 0;
      const page = pages.find((one) => LETTERS[one.name] === event.key);
      if (page) go([page.name]);
    }
  };
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}

function showHelp() {
  const rows = [
    ...Object.entries(LETTERS).map(([name, letter]) => [`g ${letter}`, t(`page.${name}`)]),
    ["/", t("search.label")],
    ["?", t("help.title")],
    ["Esc", t("help.escape")],
    ["← →", t("help.chart")],
  ];
  const done = h("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t("action.close"));
  const dialog = open({
    title: t("help.title"),
    content: h(
      "dl",
      { class: "shortcuts" },
      rows.map(([key, text]) =>
        h("div", {}, h("dt", {}, key.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, text))
      ),
    ),
    buttons: [done],
  });
}
