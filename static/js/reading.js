// Only adds to pages that are whole without it: copies a citation, and goes from entry to entry by key. It remembers nothing. Its words stand in the page, hidden until now.
"use strict";
{
  for (const button of document.querySelectorAll("button[data-copies]")) {
    if (!navigator.clipboard) break; // a page that is not served safely may not copy
    const asked = button.textContent;
    const status = button.nextElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copies).textContent;
      const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
      button.textContent = status.textContent = copied ? button.dataset.done : button.dataset.failed;
      setTimeout(() => { button.textContent = asked; status.textContent = ""; }, 2000);
    });
  }

  const tools = document.querySelector("[data-reading-tools]");
  if (tools) tools.hidden = false;

  // Keys act only while the focus is in the list, so that they take none from a reader's own software.
  const list = document.querySelector("[data-entries]");
  if (list) list.addEventListener("keydown", (event) => {
    const way = { j: 1, k: -1 }[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...list.querySelectorAll(".entry h3 a")];
    const here = links.findIndex((link) => link.closest(".entry").contains(document.activeElement));
    const next = here < 0 ? links.find((link) => way > 0 && follows(link)) : links[here + way];
    if (next) next.focus();
  });

  function follows(link) {
    return document.activeElement.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING;
  }
}
