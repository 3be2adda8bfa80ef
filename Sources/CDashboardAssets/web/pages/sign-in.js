// Signing in, with a password or with the configuration's token, and making the first owner with the token that the gateway
// printed.

import { h, replace } from "../core/dom.js";
import { ask } from "../core/api.js";
import * as i18n from "../core/i18n.js";
import { t } from "../core/i18n.js";
import { field } from "../parts/dialog.js";
import { problem } from "../parts/notice.js";

/** The page; `begun` gets the session. */
export function signIn({ note, begun, changeLanguage }) {
  const place = h("div", {});
  document.title = `${t("sign_in.title")} · Kanmon`;

  const sheet = ({ title, intro, fields, action, route, others }) => {
    const made = fields.map(field);
    const failed = h("div", {});
    const button = h("button", { type: "submit", class: "primary wide" }, action);
    const submit = async (event) => {
      event.preventDefault();
      const body = {};
      for (const one of made) {
        const value = one.read();
        if (typeof value !== "string") {
          one.complain(t("field.required"));
          return;
        }
        one.complain(null);
        body[one.name] = value;
      }
      button.disabled = true;
      replace(failed);
      try {
        await begun(await ask("POST", route, { body, isSigningIn: true }));
      } catch (error) {
        if (!("code" in error)) console.error(error);
        replace(failed, problem(error));
        made.at(-1).focus();
      }
      button.disabled = false;
    };
    replace(
      place,
      h("h1", {}, title),
      intro ? h("p", { class: "muted" }, intro) : null,
      h("form", { novalidate: true, onsubmit: submit }, made.map((one) => one.element), failed, button),
      others.map((other) => h("button", { type: "button", class: "link", onclick: other.run }, other.text)),
    );
    made[0].focus();
  };

  const known = () =>
    sheet({
      title: t("sign_in.title"),
      intro: note,
      fields: [
        { name: "name", label: t("sign_in.name"), isRequired: true, autocomplete: "username" },
        {
          name: "password",
          label: t("sign_in.password"),
          type: "password",
          isRequired: true,
          autocomplete: "current-password",
        },
      ],
      action: t("sign_in.action"),
      route: "/login",
      others: [{ text: t("sign_in.first"), run: first }, ...(ways.admin_token ? [withToken()] : [])],
    });
  const first = () =>
    sheet({
      title: t("bootstrap.title"),
      intro: t("bootstrap.intro"),
      fields: [
        { name: "token", label: t("bootstrap.token"), type: "password", isRequired: true },
        { name: "name", label: t("sign_in.name"), isRequired: true, autocomplete: "username" },
        {
          name: "password",
          label: t("sign_in.password"),
          hint: t("bootstrap.password_hint"),
          type: "password",
          isRequired: true,
          autocomplete: "new-password",
        },
      ],
      action: t("bootstrap.action"),
      route: "/bootstrap",
      others: [{ text: t("bootstrap.back"), run: known }],
    });
  const withToken = () => ({ text: t("sign_in.with_token"), run: token });
  const token = () =>
    sheet({
      title: t("sign_in.title"),
      intro: ways.password ? t("sign_in.token_intro") : (note ?? t("sign_in.no_people")),
      fields: [{
        name: "admin_token",
        label: t("sign_in.token"),
        type: "password",
        isRequired: true,
        autocomplete: "current-password",
      }],
      action: t("sign_in.action"),
      route: "/login",
      others: ways.password ? [{ text: t("bootstrap.back"), run: known }] : [],
    });
  const nobody = () => replace(place, h("h1", {}, t("sign_in.title")), h("p", { role: "alert" }, t("sign_in.nobody")));

  let ways = { password: true, admin_token: false };
  const begin = async () => {
    try {
      ways = await ask("GET", "/login", { isSigningIn: true });
    } catch (error) {
      if (!("code" in error)) console.error(error);
      replace(place, h("h1", {}, t("sign_in.title")), problem(error, begin));
      return;
    }
    if (ways.password) known();
    else if (ways.admin_token) token();
    else nobody();
  };

  const element = h(
    "main",
    { class: "alone", id: "main" },
    h(
      "div",
      { class: "alone-card" },
      h("p", { class: "brand" }, h("img", { src: "assets/icon.svg", alt: "", width: 32, height: 32 }), "Kanmon"),
      place,
    ),
    h(
      "p",
      { class: "languages" },
      i18n.languages.map((name) =>
        h("button", {
          type: "button",
          class: "link",
          lang: name,
          "aria-pressed": String(name === i18n.lang()),
          onclick: () => changeLanguage(name),
        }, t(`language.${name}`))
      ),
    ),
  );
  // Fields take the focus only in the document.
  queueMicrotask(begin);
  return element;
}
