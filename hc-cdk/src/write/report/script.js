"use strict";
(() => {
  const rows = [...document.querySelectorAll("#clauses tbody tr")];
  // A clause has in it what its rules have, which stands once for all clauses.
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) {
      const rules = [...row.querySelectorAll('a[href^="#r-"]')].map((it) => document.getElementById(it.hash.slice(1)));
      texts.set(row, [row, ...rules].map((it) => it.textContent).join(" ").toLowerCase());
    }
    return texts.get(row);
  };
  const controls = [...document.querySelectorAll("[data-filter]")];
  const count = document.querySelector("[data-count]");
  const filter = () => {
    const wanted = Object.fromEntries(controls.map((it) => [it.dataset.filter, it.value]));
    const words = wanted.text.toLowerCase().trim();
    let shown = 0;
    for (const row of rows) {
      const fits = (!words || text(row).includes(words))
        && (!wanted.framework || row.dataset.framework === wanted.framework)
        && (!wanted.state || row.dataset.state === wanted.state);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown} of ${rows.length} clauses`;
  };
  controls.forEach((it) => it.addEventListener("input", filter));
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  filter();

  const svg = document.querySelector(".picture svg");
  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    const by = Number(button.dataset.zoom);
    for (const side of ["width", "height"]) {
      svg.setAttribute(side, Math.round(Number(svg.getAttribute(side)) * by));
    }
  }));

  const show = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tabIndex === -1) {
      target.focus({ preventScroll: true });
      target.scrollIntoView({ block: "center" });
    }
  };
  addEventListener("hashchange", show);
  show();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((it) => { it.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((it) => { it.open = false; }));
})();
