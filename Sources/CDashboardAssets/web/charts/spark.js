// A small line without axes, beside a number that says the same in words.

import { s } from "../core/dom.js";

/** A sparkline of the last values; `null` is a gap at the beginning only. */
export function spark(values, { width = 120, height = 28, colour = "var(--series-1)" } = {}) {
  const numbers = values.map((value) => Number(value ?? 0));
  const top = Math.max(...numbers, 1e-9);
  const point = (value, index) => {
    const x = numbers.length < 2 ? width : (index / (numbers.length - 1)) * width;
    return `${x.toFixed(1)},${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`;
  };
  const points = numbers.map(point).join(" ");
  return s(
    "svg",
    { class: "spark", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    numbers.length > 1 && [
      s("polygon", { class: "area", points: `0,${height} ${points} ${width},${height}`, fill: colour }),
      s("polyline", { class: "line", points, stroke: colour }),
    ],
  );
}
