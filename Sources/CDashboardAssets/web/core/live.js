// The gateway's events as they happen. One connection serves all pages, and none is kept behind a hidden window.

import { path } from "./api.js";

const EVENTS = ["figures", "call", "target", "dropped"];
const HISTORY = 120;
const CALLS = 200;

let source = null;
let retry = 0;
let timer = null;
let isWanted = false;
let condition = "off";
let onEnded = () => {};
const listeners = new Map([...EVENTS, "state"].map((name) => [name, new Set()]));

/** The last figures, oldest first. */
export const figures = [];

/** The last calls, newest first. */
export const calls = [];

/** Whether events come: `off`, `connecting`, `live` or `waiting`. */
export const liveState = () => condition;

/** Listens; answers with what ends it. */
export function listen(event, callback) {
  listeners.get(event).add(callback);
  return () => listeners.get(event).delete(callback);
}

/** Connects, and stays connected until `stop`. `ended` is asked to look whether the session still is. */
export function start(ended) {
  onEnded = ended;
  isWanted = true;
  if (!source && timer === null) connect();
}

/** Ends the connection. */
export function stop() {
  isWanted = false;
  close();
  figures.length = 0;
  calls.length = 0;
  become("off");
}

function close() {
  clearTimeout(timer);
  timer = null;
  source?.close();
  source = null;
}

function connect() {
  close();
  become("connecting");
  source = new EventSource(path("/live"));
  source.onopen = () => {
    retry = 0;
    become("live");
  };
  source.onerror = () => {
    close();
    if (!isWanted) return;
    become("waiting");
    // 1 s, 2 s, 4 s … 30 s, each a little off, so that viewers do not come back all at once.
    const delay = Math.min(30, 2 ** retry) * (0.75 + Math.random() / 2);
    retry += 1;
    timer = setTimeout(connect, delay * 1000);
    onEnded();
  };
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => {
      const data = JSON.parse(event.data);
      if (name === "figures") push(figures, data, HISTORY);
      if (name === "call") {
        calls.unshift(data);
        calls.length = Math.min(calls.length, CALLS);
      }
      tell(name, data);
    });
  }
}

function push(list, item, bound) {
  list.push(item);
  if (list.length > bound) list.shift();
}

function become(name) {
  if (condition === name) return;
  condition = name;
  tell("state", name);
}

function tell(event, data) {
  for (const callback of listeners.get(event)) callback(data);
}

let hiding = null;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (!isWanted) return;
  if (document.visibilityState === "hidden") {
    hiding = setTimeout(() => {
      close();
      become("waiting");
    }, 60_000);
  } else if (!source) {
    retry = 0;
    connect();
  }
});
