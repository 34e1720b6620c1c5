// Makes quicker and kinder what works without it: focus and announcements after a swap, failures in words, one send a form.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");
  const status = document.getElementById("status");

  // A form is sent once; a second click is dropped. The page that comes next, or Back, makes it whole again. So does time,
  // because nothing tells us when somebody stops a page load; what is sent again then is kept once by the server.
  let later;
  const release = () => document.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.querySelector("[aria-disabled]")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    clearTimeout(later);
    later = setTimeout(release, 10_000);
  }, true);
  window.addEventListener("pageshow", (event) => {
    release();
    // From the back-forward cache a result may be older than the answers.
    if (event.persisted && document.querySelector("[data-fresh]")) location.reload();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print], [data-copy]");
    if (!button) return;
    if (button.matches("[data-print]")) { window.print(); return; }
    const text = document.getElementById(button.dataset.copy);
    const said = () => { status.textContent = "Copied."; button.textContent = "Copied"; };
    const byHand = () => { text.focus(); if (text.select) text.select(); else getSelection().selectAllChildren(text); };
    if (navigator.clipboard) navigator.clipboard.writeText(text.value || text.innerText).then(said, byHand); else byHand();
  });

  // All that is on the page is printed, closed details too.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.prints-open:not([open])")];
    closed.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((details) => { details.open = false; }));

  const count = (area) => {
    const place = document.getElementById(`${area.id}_helptext`);
    const limit = Number(area.dataset.limit), length = [...area.value].length, form = new Intl.NumberFormat("en-GB");
    place.textContent = length > limit
      ? `${form.format(length)} characters: ${form.format(length - limit)} too many.`
      : `${form.format(length)} of ${form.format(limit)} characters.`;
  };
  // Too much is also said aloud, at most once in ten seconds.
  let spoken = -Infinity;
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-limit]")) return;
    count(target);
    if ([...target.value].length <= Number(target.dataset.limit) || performance.now() - spoken < 10_000) return;
    spoken = performance.now();
    status.textContent = document.getElementById(`${target.id}_helptext`).textContent;
  });

  // HTMX, where a page has it: focus, announcement, and what to say when a send fails.
  const UNREACHED = "Not saved yet: we could not reach the site. Are you online? Your answer is still here. Please try again.";
  const failed = (words) => {
    release();
    const place = document.getElementById("failure");
    if (!place) return;
    place.textContent = status.textContent = place.dataset.words || words;
    place.hidden = false;
    const button = document.querySelector("#answer button");
    if (button) button.textContent = "Try again";
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    // Another site's page (a captive portal's, say) is never put into ours.
    if (event.detail.xhr.getResponseHeader("X-PeopleHub") !== "1") {
      event.detail.shouldSwap = false;
      failed(UNREACHED);
    }
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.requestConfig.elt.matches("[role=search]")) { // the control that was used keeps the focus
      document.getElementById("failure").hidden = true;
      status.textContent = document.getElementById(detail.target.id).dataset.said;
      return;
    }
    const place = document.getElementById("error-summary") || document.getElementById("heading") || document.getElementById("main");
    place.focus({ preventScroll: true });
    status.textContent = document.getElementById("main").dataset.said || "";
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 413) failed("Not saved: this is too long to send. Your words are still here. Please make the note shorter.");
    if (event.detail.xhr.status >= 500) failed("Not saved yet: something went wrong on our side. Your answer is still here. Please try again.");
  });
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:sendAbort", "htmx:swapError"])
    document.addEventListener(name, () => failed(UNREACHED));

  const summary = document.getElementById("error-summary");
  if (summary) summary.focus();
  document.querySelectorAll("[data-limit]").forEach((area) => { if (area.value) count(area); });
})();
