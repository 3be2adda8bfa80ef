// Looks at a page as WCAG 2.2 AA does, as far as a program can: what it finds is a list of sentences.
() => {
  const found = [];
  const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
  const isShown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
  const isHiddenText = (element) => element.closest(".hidden-text, .skip") !== null;

  // Colours

  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const read = (text) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = "#000";
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      const colour = read(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const luminance = ([r, g, b]) => {
    const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || seen.has(element) || element.closest("noscript, datalist, option") || isHiddenText(element) || !isShown(element)) continue;
    seen.add(element);
    // Controls that cannot be used need no contrast (1.4.3).
    if (element.closest(":disabled")) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const ratio = contrast(over(read(colour), below), below);
    const isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, element);
  }
  for (const input of document.querySelectorAll("input:not([type=checkbox]), select, textarea")) {
    if (!isShown(input) || input.disabled) continue;
    const style = getComputedStyle(input);
    const around = ground(input.parentElement);
    const ratio = Math.max(contrast(read(style.borderTopColor), around), contrast(over(read(style.backgroundColor), around), around));
    if (ratio < 3 && !input.closest(".finder")) say(`edge ${ratio.toFixed(2)}`, input);
  }
  for (const mark of document.querySelectorAll("figure svg rect[fill], figure svg polyline.line, .meter > span, .span, .dot")) {
    if (!isShown(mark)) continue;
    const style = getComputedStyle(mark);
    const colour = read(mark instanceof SVGElement ? (mark.tagName === "polyline" ? style.stroke : style.fill) : style.backgroundColor);
    const ratio = contrast(colour, ground(mark.parentElement));
    // A meter's bar stands on a track that its text speaks for too.
    if (ratio < (mark.closest(".meter") ? 2.5 : 3)) say(`graphic ${ratio.toFixed(2)}`, mark);
  }

  // Names

  const nameOf = (element) => {
    const labelled = element.getAttribute("aria-labelledby");
    if (labelled) return labelled.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
    if (element.getAttribute("aria-label")) return element.getAttribute("aria-label").trim();
    if (element.labels?.length) return [...element.labels].map((label) => label.textContent).join(" ").trim();
    return element.textContent.trim();
  };
  for (const control of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=img], [role=meter], [role=region], dialog")) {
    if (isShown(control) && !nameOf(control)) say("no name", control);
  }
  for (const image of document.querySelectorAll("img:not([alt])")) say("no alt", image);
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption) say("no caption", table);
    for (const head of table.querySelectorAll("th:not([scope])")) say("no scope", head);
  }

  // Order

  const heads = [...document.querySelectorAll("h1")].filter(isShown);
  if (heads.length !== 1) found.push(`${heads.length} headings of the first rank`);
  let rank = 0;
  for (const head of document.querySelectorAll("h1, h2, h3, h4")) {
    if (!isShown(head)) continue;
    const own = Number(head.tagName[1]);
    if (own > rank + 1 && rank > 0) say(`heading after rank ${rank}`, head);
    rank = own;
  }
  for (const element of document.querySelectorAll("[tabindex]")) if (Number(element.getAttribute("tabindex")) > 0) say("tabindex", element);
  if (!document.documentElement.lang) found.push("no lang");
  if (document.querySelectorAll("main").length !== 1) found.push("not one main");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) found.push(`the id ${id} stands twice`);
  for (const element of document.querySelectorAll("[aria-controls], [aria-describedby]")) {
    for (const id of `${element.getAttribute("aria-controls") ?? ""} ${element.getAttribute("aria-describedby") ?? ""}`.split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) say(`nothing has the id ${id}`, element);
    }
  }

  // Room

  const scroller = document.scrollingElement;
  if (scroller.scrollWidth > scroller.clientWidth + 1) found.push(`the page is ${scroller.scrollWidth - scroller.clientWidth} px too wide`);
  const isPhone = innerWidth <= 480;
  for (const control of document.querySelectorAll("button, a.button, select, input:not([type=checkbox])")) {
    if (!isShown(control) || isHiddenText(control)) continue;
    const box = control.getBoundingClientRect();
    // Targets have 24 px at least (2.5.8).
    if (isPhone && box.height < 21.5) say(`${box.height.toFixed(0)} px high`, control);
  }
  return found;
};
