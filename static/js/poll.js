// Follows a workshop over plain HTTP: asks whether something is new, and puts the parts that changed into the page.
// <main data-poll="its poll address" data-tag="what the page has"> holds parts: children with an id and a data-key.
// 204 means that nothing is new; else the answer is the whole <main>, of which only parts with another key are taken.
(() => {
  "use strict";
  const EVERY = 2_000, AT_MOST = 60_000, GIVE_UP = 10_000, SPEAK_EVERY = 10_000;
  const status = document.getElementById("status"), connection = document.getElementById("connection");
  const main = () => document.getElementById("main");
  const unsent = new Map(); // a choice that was made but not sent, by what it answers
  let wait = EVERY, timer, asking, failures = 0, spokenAt = -Infinity;

  const later = (delay) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, delay * (0.7 + 0.6 * Math.random()));
  };
  // At once, in the place of a question that may hang since the phone fell asleep.
  const now = () => { wait = EVERY; clearTimeout(timer); asking?.abort(); ask(); };

  async function ask() {
    if (!main()?.dataset.poll) return;
    const stop = new AbortController(), alarm = setTimeout(() => stop.abort(), GIVE_UP);
    asking = stop;
    try {
      const { poll, tag } = main().dataset;
      const response = await fetch(`${poll}?have=${encodeURIComponent(tag)}`, { signal: stop.signal, cache: "no-store" });
      if (response.headers.get("X-PeopleHub") !== "1") throw new Error("not our answer"); // a captive portal's, say
      if ([403, 404, 410].includes(response.status)) { location.reload(); return; }
      if (response.status === 429 || response.status >= 500) throw Object.assign(new Error("busy"), { after: Number(response.headers.get("Retry-After")) });
      const html = response.status === 200 && await response.text();
      if (asking !== stop) return;
      wait = EVERY;
      if (!connection.hidden) status.textContent = connection.dataset.back;
      if (html && main().dataset.tag === tag) take(html); // else a form was sent meanwhile, and the page is newer than this
      failures = 0;
      connection.hidden = true;
    } catch (error) {
      if (asking !== stop) return;
      failures += 1;
      wait = Math.min(Math.max(wait * 2, (error.after || 0) * 1000), AT_MOST);
      if (failures > 1 || !navigator.onLine) {
        if (connection.hidden) status.textContent = connection.textContent;
        connection.hidden = false;
      }
    } finally {
      clearTimeout(alarm);
      if (asking === stop) { asking = null; later(wait); }
    }
  }

  // What somebody is typing is never taken away; a choice that was not sent is kept, and said where it can't be sent any more.
  const isHeld = (part) => part.matches("[data-hold]") && (part.dataset.dirty || part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
  const remember = (part) => part.querySelectorAll("form[data-remember]").forEach((form) => {
    const chosen = form.querySelector("input:checked");
    if (chosen && part.dataset.dirty) unsent.set(form.dataset.remember, { value: chosen.value, words: chosen.closest("label").innerText.replace(/\s+/g, " ") });
  });
  const restore = (fresh) => {
    for (const form of fresh.querySelectorAll("form[data-remember]")) {
      const kept = unsent.get(form.dataset.remember);
      const choice = kept && form.querySelector(`input[value="${kept.value}"]`);
      if (choice) { choice.checked = true; form.closest("[data-key]").dataset.dirty = "1"; }
    }
    for (const place of fresh.querySelectorAll("[data-unsent]")) {
      const kept = unsent.get(place.dataset.unsent);
      if (kept) { place.querySelector("[data-words]").textContent = kept.words; place.hidden = false; }
    }
  };

  function take(html) {
    const page = new DOMParser().parseFromString(html, "text/html"), fresh = page.getElementById("main"), old = main();
    if (!fresh) throw new Error("not a part");
    const used = document.activeElement, usedPart = used?.closest("[data-key]");
    let held = false, place = null;
    const parts = [...fresh.children].map((part) => document.adoptNode(part));
    const ids = new Set(parts.map((part) => part.id));
    for (const part of [...old.children]) {
      if (ids.has(part.id)) continue;
      if (isHeld(part)) { held = true; continue; }
      remember(part);
      part.remove();
    }
    for (const part of parts) {
      const before = document.getElementById(part.id);
      if (before && (before.dataset.key === part.dataset.key || isHeld(before))) {
        held ||= before.dataset.key !== part.dataset.key;
        place = before;
        continue;
      }
      if (before) { remember(before); before.replaceWith(part); }
      else if (place) place.after(part);
      else old.prepend(part);
      restore(part);
      window.htmx?.process(part);
      place = part;
    }
    if (usedPart && !usedPart.isConnected) (document.getElementById(used.id) || document.getElementById("heading") || old).focus({ preventScroll: true });
    document.title = page.title;
    const { said, live } = old.dataset;
    for (const [name, value] of Object.entries(fresh.dataset)) if (!(held && name === "tag")) old.dataset[name] = value;
    const lost = old.querySelector("[data-unsent]:not([hidden])");
    if (fresh.dataset.said && fresh.dataset.said !== said) { status.textContent = [fresh.dataset.said, lost?.textContent].join(" ").trim(); spokenAt = performance.now(); }
    else if (fresh.dataset.live !== live && performance.now() - spokenAt > SPEAK_EVERY) { status.textContent = fresh.dataset.live || ""; spokenAt = performance.now(); }
    document.dispatchEvent(new Event("workshop:changed"));
  }

  document.addEventListener("input", ({ target }) => { const part = target.closest("[data-key]"); if (part) part.dataset.dirty = "1"; });
  // A save that went well: what was typed is the server's now.
  document.addEventListener("htmx:afterRequest", ({ detail, target }) => {
    if (!detail.successful) return;
    const part = target.closest?.("[data-key]");
    if (part) delete part.dataset.dirty;
    unsent.clear();
    now();
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) clearTimeout(timer); else now(); });
  window.addEventListener("online", now);
  window.addEventListener("offline", now);
  window.addEventListener("pageshow", (event) => { if (event.persisted) now(); });
  later(wait);
})();
