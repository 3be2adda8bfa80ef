// Scales and their ticks.

/** Round numbers from 0 to at least `top`, about `count` of them. */
export function ticks(top, count = 4) {
  if (!(top > 0)) return [0, 1];
  const rough = top / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const steps = Math.ceil(top / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Which of so many places along an axis get a label, so that none touches the next. */
export function labelled(places, width, space = 76) {
  if (places === 0) return [];
  const every = Math.max(1, Math.ceil((places * space) / Math.max(width, 1)));
  return Array.from({ length: Math.ceil(places / every) }, (_, index) => index * every);
}

/** The colours of series, from the style sheet; more series than colours share the last. */
export const colour = (index) => `var(--series-${Math.min(index, 7) + 1})`;
