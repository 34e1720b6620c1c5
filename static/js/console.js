// The console's keys and clicker, which press the page's own buttons; and what was saved, said where it was typed.
(() => {
  "use strict";
  const status = document.getElementById("status"), find = (id) => document.getElementById(id);
  const PRESSES = { ArrowRight: "forward", PageDown: "forward", " ": "forward", ArrowLeft: "backward", PageUp: "backward", b: "blank", p: "pause" };
  const NAME = "peoplehub-keys", OFF = "off";
  const help = find("keys");
  const stored = () => { try { return localStorage.getItem(NAME); } catch { return null; } }; // a browser may forbid it
  const store = (value) => { try { localStorage.setItem(NAME, value); } catch { /* then it is for this page alone */ } };
  let isOn = stored() !== OFF;

  const show = () => {
    find("keys-said").textContent = isOn ? "Keys and clicker work on this page." : "Keys and clicker are switched off.";
    document.documentElement.classList.toggle("keys-off", !isOn);
    find("keys-switch").textContent = isOn ? "Switch the keys off" : "Switch the keys on";
  };
  find("keys-switch").addEventListener("click", () => {
    isOn = !isOn;
    store(isOn ? "on" : OFF);
    show();
    status.textContent = find("keys-said").textContent;
  });
  find("keys-help").addEventListener("click", () => help.showModal());
  find("keys-close").addEventListener("click", () => help.close());
  show();

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!isOn || help.open || event.repeat || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.closest("input, textarea, select, [contenteditable]")) return;
    if (key === "?") { event.preventDefault(); help.showModal(); return; }
    if (event.shiftKey || (key === " " && target.closest("button, a, summary"))) return;
    const button = find(PRESSES[key.length === 1 ? key.toLowerCase() : key]);
    if (!button) return;
    event.preventDefault();
    if (!button.hasAttribute("aria-disabled")) { button.focus({ preventScroll: true }); button.click(); }
  });
  // A double click is one press: the second would be the next move.
  document.addEventListener("click", (event) => { if (event.detail > 1 && event.target.closest(".steer button")) event.preventDefault(); }, true);

  // What is typed for one question stays when the next comes, and says whose it is.
  const owns = () => {
    const now = find("main").dataset.question;
    for (const part of document.querySelectorAll("main [data-hold]")) part.querySelector("[data-held]")?.toggleAttribute("hidden", part.dataset.question === now);
  };
  const release = (place) => place.querySelectorAll("form:not(.htmx-request) [aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  let saved = "";
  document.addEventListener("workshop:changed", () => {
    owns();
    release(find("main"));
    const button = saved && find(saved);
    if (button) button.textContent = button.form.dataset.saved;
    if (document.activeElement === document.body) (find("forward") || find("heading")).focus({ preventScroll: true });
  });
  document.addEventListener("input", ({ target }) => {
    saved = "";
    const button = target.form?.dataset.saved && target.form.querySelector("button");
    if (button) button.textContent = "Save";
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const form = detail.elt;
    if (!detail.successful) {
      release(find("main"));
      // Another console was quicker: poll.js asks at once when the connection comes back, so it does now.
      if (detail.xhr.status === 409) window.dispatchEvent(new Event("online"));
      return;
    }
    find("error-summary")?.remove();
    find("failure").hidden = true;
    saved = form.dataset.saved ? form.querySelector("button").id : "";
    if (!saved) return;
    status.textContent = "Saved.";
    if (document.activeElement.matches("input") && form.contains(document.activeElement)) find(saved).focus(); // Enter in a field
  });
  // An answer without the part that was asked for (a link that has ended, a form that is too old) never empties a place.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.shouldSwap) return;
    find("error-summary")?.remove(); // what comes brings its own
    if (detail.serverResponse.includes(`id="${detail.target.id}"`)) return;
    detail.shouldSwap = false;
    const form = detail.requestConfig.elt;
    if (form.closest("[data-hold]") && detail.xhr.status === 403) HTMLFormElement.prototype.submit.call(form); // its page has the words, to send again
    else if (form.closest("[data-hold]")) say("Not saved: this question is not asked any more, or your link has ended. Your words are still here. Copy them if you need them.");
    else location.reload();
  });
  const say = (words) => {
    const place = find("failure");
    place.textContent = status.textContent = words;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    document.addEventListener(name, () => { if (!find("failure").hidden) find("failure").scrollIntoView({ block: "nearest" }); });
})();
