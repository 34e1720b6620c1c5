// What is measured of a page; each function returns the faults that it finds, as lines of text. measures.py calls them.
const describe = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
const isShown = (element) => element.checkVisibility({ visibilityProperty: true })
  && element.getBoundingClientRect().width > 1 && !element.closest(".hidden-words");

const sideways = () => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > clientWidth);
  return [`the page is ${scrollWidth} px wide`, ...wide.slice(0, 5).map(describe)];
};

// On a sheet of paper: what reaches beyond the text area is printed smaller or not at all.
const offTheSheet = () => {
  const edge = document.body.getBoundingClientRect().right + 1;
  return [...document.body.querySelectorAll("*")]
    .filter((e) => isShown(e) && e.getBoundingClientRect().right > edge)
    .slice(0, 5).map((e) => `wider than the sheet: ${describe(e)}`);
};

// A link within a sentence is exempt, and a radio button's target is its label.
const smallTargets = (least) => {
  const isInSentence = (link) => {
    if (getComputedStyle(link).display !== "inline") return false;
    let block = link.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return /\p{L}/u.test(block.innerText.replace(link.innerText, ""));
  };
  const faults = [];
  const controls = "a[href], button, summary, textarea, select, input:not([type=hidden])";
  for (const element of document.querySelectorAll(controls)) {
    const target = element.matches("[type=radio], [type=checkbox]") ? element.closest("label") : element;
    if (!isShown(target) || (element.matches("a") && isInSentence(element))) continue;
    const { width, height } = target.getBoundingClientRect();
    if (Math.min(width, height) < least - .5)
      faults.push(`a target of ${Math.round(width)} × ${Math.round(height)} px: ${describe(element)}`);
  }
  return faults;
};

// Words that stick out of a box around them, up to one that scrolls.
const cutOff = () => {
  const faults = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!text.textContent.trim() || !isShown(parent) || parent.closest(".skip, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const words = range.getBoundingClientRect();
    const around = [];
    for (let box = parent; box !== document.body; box = box.parentElement) around.push(box);
    if (around.some((box) => getComputedStyle(box).clipPath !== "none")) continue;
    for (const box of around) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (["inline", "contents"].includes(style.display)) continue;
      const isOut = words.bottom > edge.bottom + 2 || words.top < edge.top - 2
        || words.right > edge.right + 2 || words.left < edge.left - 2;
      if (isOut) faults.push(`“${text.textContent.trim().slice(0, 40)}” sticks out of ${describe(box)}`);
      if (["auto", "scroll"].includes(style.overflowX) || style.position === "sticky") break;
    }
  }
  return faults.slice(0, 5);
};

// With forced colours there are no fills and no shadows: only borders and outlines still tell one thing from another.
const withoutBorder = () => {
  const faults = new Set();
  const parts = ".spectrum > li, .mark, .choice, .button, .panel, textarea, input[type=text]";
  for (const element of document.querySelectorAll(parts)) {
    if (!isShown(element)) continue;
    const style = getComputedStyle(element);
    const sides = ["Top", "Right", "Bottom", "Left"].filter((side) => style[`border${side}Style`] === "none"
      || parseFloat(style[`border${side}Width`]) < 1 || style[`border${side}Color`] === style.backgroundColor);
    if (sides.length) faults.add(`no border (${sides}) in forced colours: ${describe(element)}`);
  }
  return [...faults].slice(0, 5);
};

// The focused control, or the label around it, shows an outline, and is on the screen with nothing over it.
const focus = () => {
  const element = document.activeElement, label = element.closest("label");
  const shown = [element, label].filter(Boolean);
  const hasOutline = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  if (!shown.some(hasOutline)) return [`focus does not show: ${describe(element)}`];
  const box = (label || element).getClientRects()[0]; // of a link over two lines, the first
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (left >= right || top >= bottom) return [`focus is off the screen: ${describe(element)}`];
  const points = [[left + 3, top + 3], [(left + right) / 2, (top + bottom) / 2], [right - 3, bottom - 3]];
  const isOnTop = ([x, y]) => shown.some((e) => e.contains(document.elementFromPoint(x, y)));
  return points.some(isOnTop) ? [] : [`the focused thing is covered: ${describe(element)}`];
};
