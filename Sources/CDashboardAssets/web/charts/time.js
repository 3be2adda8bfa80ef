// Values over time: lines, areas and stacked bars over one axis.

import { h, replace, s, uid } from "../core/dom.js";
import { t } from "../core/i18n.js";
import * as format from "../core/format.js";
import { chart } from "./figure.js";
import { colour, labelled, ticks } from "./scale.js";

const TOP = 10;
const BOTTOM = 22;

/**
 * @param times the beginning of each step, as the API has it.
 * @param series `[{name, values, kind: "line" | "area" | "bar", colour?, dash?}]`; bars stand on each other.
 * @param write makes a value text.
 */
export function timeChart({ label, times, series, step = "hour", write = format.count, axis = write, height = 190 }) {
  const shown = series.map((one, index) => ({ ...one, colour: one.colour ?? colour(index) }));
  const when = (time) => (step === "day" ? format.date(time) : format.dateTime(time, { seconds: false }));
  return chart({
    label,
    height,
    legend: shown.map(({ name, colour, kind, dash }) => ({ name, colour, kind: dash ? "dash" : kind })),
    table: {
      head: [t("chart.time"), ...shown.map((one) => one.name)],
      rows: times.map((time, index) => [when(time), ...shown.map((one) => write(one.values[index]))]),
    },
    draw: (width, plot) => draw({ label, times, shown, step, write, axis, height, when }, width, plot),
  });
}

function draw({ label, times, shown, step, write, axis, height, when }, width, plot) {
  const bars = shown.filter((one) => one.kind === "bar");
  const others = shown.filter((one) => one.kind !== "bar");
  const sums = times.map((_, index) => bars.reduce((sum, one) => sum + (one.values[index] ?? 0), 0));
  const highest = Math.max(0, ...sums, ...others.flatMap((one) => one.values.map((value) => value ?? 0)));
  const marks = ticks(highest, height > 150 ? 4 : 3);
  const top = marks.at(-1);
  const left = Math.min(92, 14 + Math.max(...marks.map((mark) => axis(mark).length)) * 6.6);
  const inner = Math.max(10, width - left - 8);
  const isBand = bars.length > 0;
  const band = inner / Math.max(1, times.length);
  const x = (index) =>
    left + (isBand ? (index + 0.5) * band : times.length < 2 ? inner / 2 : (index / (times.length - 1)) * inner);
  const y = (value) => TOP + (height - TOP - BOTTOM) * (1 - value / top);

  const grid = marks.map((mark) => [
    s("line", { class: "grid", x1: left, x2: width - 8, y1: y(mark), y2: y(mark) }),
    s("text", { class: "axis", x: left - 6, y: y(mark) + 4, "text-anchor": "end" }, axis(mark)),
  ]);
  const tick = (
    time,
  ) => (step === "day"
    ? format.day(time)
    : step === "minute" || times.length <= 30
    ? format.clock(time)
    : format.day(time));
  let places = labelled(times.length, inner, 62);
  if (step === "hour" && times.length > 30) {
    const midnights = times.map((time, index) => [new Date(time).getHours(), index]).filter(([hour]) => hour === 0).map(
      ([, index]) => index,
    );
    places = labelled(midnights.length, inner, 62).map((index) => midnights[index]);
  }
  const labels = places
    .filter((index) => x(index) < width - 20)
    .map((index) =>
      s("text", { class: "axis", x: x(index), y: height - 6, "text-anchor": "middle" }, tick(times[index]))
    );

  const marksOfBars = times.map((_, index) => {
    let below = 0;
    return bars.map((one) => {
      const value = one.values[index] ?? 0;
      if (value <= 0) return null;
      const rect = s("rect", {
        x: x(index) - Math.max(1, band * 0.38),
        width: Math.max(1, band * 0.76),
        y: y(below + value),
        height: Math.max(0.75, y(below) - y(below + value)),
        fill: one.colour,
      });
      below += value;
      return rect;
    });
  });
  const lines = others.map((one) => {
    const runs = [[]];
    one.values.forEach((value, index) => {
      if (value === null || value === undefined) runs.push([]);
      else runs.at(-1).push([x(index), y(value)]);
    });
    return runs
      .filter((run) => run.length > 0)
      .map((run) => {
        const points = run.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" ");
        if (run.length === 1) return s("circle", { cx: run[0][0], cy: run[0][1], r: 2, fill: one.colour });
        return [
          one.kind === "area" &&
          s("polygon", {
            class: "area",
            points: `${run[0][0]},${y(0)} ${points} ${run.at(-1)[0]},${y(0)}`,
            fill: one.colour,
          }),
          s("polyline", { class: "line", points, stroke: one.colour, "stroke-dasharray": one.dash ? "5 4" : null }),
        ];
      });
  });

  const cursor = s("line", { class: "cursor", y1: TOP, y2: height - BOTTOM, visibility: "hidden" });
  const tip = h("div", { class: "tip", id: uid("tip"), role: "status", hidden: true });
  let current = -1;
  const show = (index) => {
    if (index === current || times.length === 0) return;
    current = index;
    cursor.setAttribute("visibility", "visible");
    cursor.setAttribute("x1", x(index));
    cursor.setAttribute("x2", x(index));
    replace(
      tip,
      h("strong", {}, when(times[index])),
      shown.map((one) =>
        h(
          "span",
          {},
          h("i", { class: "swatch", css: { "--swatch": one.colour } }),
          `${one.name} `,
          h("b", {}, write(one.values[index])),
        )
      ),
    );
    tip.hidden = false;
    const isRight = x(index) > width * 0.55;
    tip.style.setProperty("left", isRight ? "auto" : `${x(index) + 10}px`);
    tip.style.setProperty("right", isRight ? `${width - x(index) + 10}px` : "auto");
  };
  const hide = () => {
    current = -1;
    tip.hidden = true;
    cursor.setAttribute("visibility", "hidden");
  };
  const at = (event) => {
    const place = event.clientX - plot.getBoundingClientRect().left - left;
    const index = isBand ? Math.floor(place / band) : Math.round((place / inner) * (times.length - 1));
    show(Math.max(0, Math.min(times.length - 1, index)));
  };
  const svg = s(
    "svg",
    {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      tabindex: 0,
      "aria-label": t("chart.described", { label, steps: times.length, highest: write(highest) }),
      onpointermove: at,
      onpointerleave: hide,
      onblur: hide,
      onkeydown: (event) => {
        const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (event.key === "Escape") hide();
        if (move === undefined) return;
        event.preventDefault();
        const from = current < 0 ? (move > 0 ? -1 : times.length) : current;
        show(Math.max(0, Math.min(times.length - 1, from + move)));
      },
    },
    grid,
    marksOfBars,
    lines,
    labels,
    cursor,
  );
  return [svg, tip];
}
