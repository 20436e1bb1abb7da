// Two devices wrote the same field: both versions are shown, and the parent chooses.
import * as store from "./store.js";
import { askOf, here, one, person, setRevision, sign } from "./page.js";

/** `choose` is told (path, both, keepsTheirs). */
export function showConflict(path, both, entry, choose) {
  const ask = askOf(path);
  const template = one("template[data-conflict-template]");
  if (!ask || !template) return;
  one("[data-conflict]", ask)?.remove();
  const holder = document.createElement("div");
  holder.append(template.content.cloneNode(true));
  holder.innerHTML = holder.innerHTML.replaceAll("{path}", path);
  const box = holder.firstElementChild;
  if (both.mineText) one("[data-mine]", box).textContent = both.mineText;
  if (both.theirsText) one("[data-theirs]", box).textContent = both.theirsText;
  one("[data-standing]", box).value = both.revision;
  if (entry) setRevision(path, entry.revision);
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    choose(path, both, event.target.dataset.keep === "theirs");
    box.remove();
  });
  ask.prepend(box);
}

/** Whether a choice still waits on another step of this form; if so the page says it, and leads there. */
export async function waitsElsewhere() {
  const rows = here.application ? await store.kept(person(), here.application).catch(() => []) : [];
  const row = rows.find((waiting) => waiting.held && !askOf(waiting.path));
  if (row) sign("choice", "", `/apply/${row.application}/${row.step}`);
  return Boolean(row);
}
