
"use strict";
(() => {
  const filters = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#requirements tbody tr")];
  const shown = document.getElementById("shown");
  const fields = [...filters.querySelectorAll("select")];
  const words = filters.querySelector("input");
  const apply = () => {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = fields.every((field) => !field.value || row.dataset[field.name] === field.value);
      row.hidden = !(fits && (!wanted || row.textContent.toLowerCase().includes(wanted)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length}`;
  };
  filters.hidden = false;
  filters.addEventListener("input", apply);
  apply();
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
})();
