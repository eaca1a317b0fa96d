// Only adds to pages that are whole without it: copies a citation, hides and shows all sources, and
// goes from entry to entry by key. It remembers nothing. Its words stand in the page, hidden until now.
"use strict";
{
  const said = (button, words) => {
    const before = button.textContent;
    button.textContent = words;
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  for (const button of document.querySelectorAll("button[data-copies]")) {
    if (!navigator.clipboard) break; // a page that is not served safely may not copy
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      said(button, button.dataset.done);
    });
  }

  const main = document.querySelector("main");
  const tools = document.querySelector("[data-reading-tools]");
  const toggle = tools && tools.querySelector("[data-sources]");
  if (tools) tools.hidden = false;
  if (toggle) toggle.addEventListener("click", () => {
    const hidden = main.classList.toggle("without-sources");
    toggle.setAttribute("aria-pressed", String(hidden));
  });

  // Keys act only while the focus is in the list, so that they take none from a reader's own software.
  const list = document.querySelector("[data-entries]");
  if (list) list.addEventListener("keydown", (event) => {
    const way = { j: 1, k: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...list.querySelectorAll(".entry h4 a")];
    const here = links.findIndex((link) => link.closest(".entry").contains(document.activeElement));
    const next = here < 0 ? links.find((link) => way > 0 && follows(link)) : links[here + way];
    if (next) next.focus();
  });

  function follows(link) {
    return document.activeElement.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING;
  }
}
