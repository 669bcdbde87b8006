// SPDX-License-Identifier: EUPL-1.2
// Small conveniences; every page works without them.
(() => {
  "use strict";

  // On wide screens the menu is always open; on small ones the person opens it.
  const wide = window.matchMedia("(min-width: 64rem)");
  const settle = () => document.querySelectorAll("[data-menu]").forEach((menu) => { menu.open = wide.matches; });
  settle();
  wide.addEventListener("change", settle);

  // After a refused form the summary of what to mend is where one continues.
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  // A filter takes effect when it is changed; without script there is the button.
  document.querySelectorAll("form[data-on-change] select").forEach((field) => {
    field.addEventListener("change", () => field.form.requestSubmit());
  });

  // One press of a button that changes something is enough.
  document.querySelectorAll("form[method='post']").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if ("stays" in form.dataset) return;  // it answers with a file
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // Shares that make a whole: the sum follows what is written.
  document.querySelectorAll("form[data-sum]").forEach((form) => {
    const total = form.querySelector("[data-total]");
    const parts = Array.from(form.querySelectorAll("[data-part]"));
    const add = () => {
      const sum = parts.reduce((sofar, part) => sofar + (parseInt(part.value, 10) || 0), 0);
      total.textContent = form.dataset.sum.replace("{sum}", sum);
      total.classList.toggle("tone-text-green", sum === 100);
      total.classList.toggle("tone-text-red", sum > 100);
    };
    form.addEventListener("input", add);
    add();
  });

  // What a fragment brought in is said aloud.
  document.addEventListener("htmx:afterSwap", (event) => {
    const said = event.detail.target.querySelector("[data-announce]");
    if (said) document.getElementById("announce").textContent = said.dataset.announce;
  });

  // Shortcuts of the queue, for whoever stands in it (WCAG 2.1.4): / search, j and k move.
  const rows = () => Array.from(document.querySelectorAll("[data-row] a[data-open]"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.closest("[data-row]")) return;
    const links = rows();
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    if (event.key === "j") (links[Math.min(at + 1, links.length - 1)]).focus();
    else if (event.key === "k") (links[Math.max(at - 1, 0)]).focus();
    else if (event.key === "/") { const field = document.querySelector("[data-search]"); if (field) { event.preventDefault(); field.focus(); } }
  });
})();
