// Gives the admin's boxes that search the name of their label, which they lack for screen readers. They
// are drawn late, and drawn anew as one chooses, so it looks again whenever the page has changed.
"use strict";
{
  const PARTS = ".select2-selection, .select2-selection__rendered, .select2-search__field";
  let waiting = 0;

  function name() {
    waiting = 0;
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const box = select.nextElementSibling;
      if (!label || !box || !box.matches(".select2")) continue;
      const chosen = select.multiple ? "" : select.selectedOptions[0]?.textContent.trim() || "";
      const words = [label.textContent.replace(/:\s*$/, "").trim(), chosen].filter(Boolean).join(": ");
      for (const part of box.querySelectorAll(PARTS)) {
        if (part.getAttribute("aria-label") === words) continue;
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", words);
      }
    }
  }

  function soon() {
    waiting ||= requestAnimationFrame(name);
  }

  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("change", soon);
  soon();
}
