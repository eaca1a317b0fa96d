// Says back, as a date is typed in the admin, how it is understood. Without this script the form
// says it on the first save and saves on the second.
"use strict";
{
  const endpoint = "/admin/read-date/";
  let waiting;

  async function echo(input) {
    const understood = input.parentElement.querySelector(`input[name="${CSS.escape(input.name)}_understood"]`);
    const output = input.parentElement.querySelector("output.date-echo");
    const typed = input.value;
    const answer = typed.trim() ? await (await fetch(`${endpoint}?text=${encodeURIComponent(typed)}`)).json() : {};
    if (typed !== input.value) return; // typed on meanwhile: a later answer is on its way
    understood.value = answer.edtf || "";
    output.value = answer.explained || answer.refused || "";
    output.classList.toggle("refused", Boolean(answer.refused));
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-date-text]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(echo, 200, event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-date-text]")) echo(event.target);
  });
}
