// The projector: text as large as is wished and fits, full screen by F, and a screen that stays awake.
(() => {
  "use strict";
  const root = document.documentElement, status = document.getElementById("status"), full = document.getElementById("full");
  const KEY = "wall-size", LEAST = 0, USUAL = 2, MOST = 7;
  // The same as in wall.css: elsewhere (a phone, a small window) the page scrolls, and any size fits.
  const wall = matchMedia("screen and (min-aspect-ratio: 6/5) and (min-height: 30rem)");
  root.classList.add("scripted");

  let wish = USUAL, shown = USUAL;
  try { wish = Number(localStorage.getItem(KEY) ?? USUAL); } catch { /* storage is off: the size is not remembered */ }
  const set = (size) => { shown = size; root.dataset.size = size; };
  const fits = () => !wall.matches || (root.scrollHeight <= innerHeight && root.scrollWidth <= innerWidth);
  const fit = () => {
    set(Math.min(Math.max(wish || 0, LEAST), MOST));
    while (shown > LEAST && !fits()) set(shown - 1);
  };
  const resize = (step) => {
    const before = shown;
    set(Math.min(Math.max(before + step, LEAST), MOST));
    if (step > 0 && !fits()) set(before);
    if (shown === before) { status.textContent = step > 0 ? "It gets no larger here." : "It gets no smaller."; return; }
    wish = shown;
    status.textContent = step > 0 ? "Larger." : "Smaller.";
    try { localStorage.setItem(KEY, wish); } catch { /* the same */ }
  };

  const toggle = () => {
    const done = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.();
    done?.catch(() => { status.textContent = "This browser keeps its own size."; });
  };
  if (!document.fullscreenEnabled) full.hidden = true;

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button === full) toggle();
    else if (button?.dataset.resize) resize(Number(button.dataset.resize));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") resize(1);
    else if (event.key === "-" || event.key === "_") resize(-1);
    else if (event.key.toLowerCase() === "f") toggle();
  });

  // The browser lets the lock go whenever the page is hidden.
  const stayAwake = () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); };
  document.addEventListener("visibilitychange", stayAwake);
  stayAwake();

  document.addEventListener("workshop:changed", fit);
  addEventListener("resize", fit);
  fit();
})();
