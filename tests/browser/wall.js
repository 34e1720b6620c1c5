// What is measured of the wall; returns the faults that it finds, as lines of text. test_wall.py calls it.
const describe = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 100);
const texts = () => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.textContent.trim() || parent.closest(".hidden-words, title") || !parent.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) if (box.width > 0) found.push({ text: text.textContent.trim(), parent, box });
  }
  return found;
};
// The ink of a line of text lies well within its box.
const overlap = (one, other) => {
  const shared = (from, to) => Math.min(one.box[to], other.box[to]) - Math.max(one.box[from], other.box[from]);
  return shared("left", "right") > 2 && shared("top", "bottom") > .3 * Math.min(one.box.height, other.box.height);
};

const faultsOnTheWall = () => {
  const faults = [], root = document.documentElement, high = innerHeight, found = texts();
  if (root.scrollHeight > innerHeight) faults.push(`${root.scrollHeight} px high`);
  if (root.scrollWidth > innerWidth) faults.push(`${root.scrollWidth} px wide`);
  const drawn = [...document.querySelectorAll("main svg, .tools svg")].filter((svg) => svg.checkVisibility())
    .map((parent) => ({ text: "a drawing", parent, box: parent.getBoundingClientRect() }));
  for (const { text, parent, box } of [...found, ...drawn]) {
    const isOut = box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    let block = parent;
    while (["inline", "contents"].includes(getComputedStyle(block).display)) block = block.parentElement;
    const edge = block.getBoundingClientRect(), sticksOut = box.left < edge.left - 2 || box.right > edge.right + 2;
    if (sticksOut) faults.push(`“${text.slice(0, 40)}” sticks out of ${describe(block)}`);
    if (isOut) faults.push(`“${text.slice(0, 40)}” is off the wall: ${describe(parent)}`);
  }
  const all = [...found, ...drawn];
  all.forEach((one, place) => all.slice(place + 1).forEach((other) => {
    if (one.parent !== other.parent && overlap(one, other)) faults.push(`“${one.text.slice(0, 30)}” and “${other.text.slice(0, 30)}” overlap`);
  }));
  const isSmall = (element, part) => parseFloat(getComputedStyle(element).fontSize) * part < high - .5;
  for (const { parent } of found) if (isSmall(parent, 30)) faults.push(`below 1/30 of the height: ${describe(parent)}`);
  for (const key of document.querySelectorAll("h1, .letter-mark, .count b, .bar b, .said, .go-to"))
    if (isSmall(key, 15)) faults.push(`a key word below 1/15 of the height: ${describe(key)}`);
  for (const code of document.querySelectorAll(".lobby .code"))
    if (isSmall(code, 10)) faults.push(`the code is below 1/10 of the height: ${describe(code)}`);
  return faults.slice(0, 6);
};
