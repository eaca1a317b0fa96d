// Adds to "Add from a document": offers earlier findings as a theme is chosen, and asks before a page
// with unsaved lines is left. Without it the findings are offered once a line is saved.
"use strict";
{
  const form = document.querySelector("form[data-guarded]");
  const event = new URL(form.action).searchParams.get("event");
  let unsaved = false;

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (leaving) => { if (unsaved) leaving.preventDefault(); });

  form.addEventListener("change", async ({ target }) => {
    if (!event || !target.name.endsWith("-theme")) return;
    const place = target.closest("[data-line]").querySelector("[data-earlier]");
    const asked = new URLSearchParams({ event, theme: target.value });
    const { findings } = await (await fetch(`/admin/earlier-findings/?${asked}`)).json();
    place.replaceChildren(...findings.map((finding) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: place.dataset.earlier, value: finding.id });
      label.append(box, ` ${finding.words}`);
      return label;
    }));
  });
}
