// Two devices wrote the same field: both versions are shown, and the parent chooses.
import * as store from "./store.js";
import { askOf, here, one, person, setRevision, sign } from "./page.js";

/** The box over a field that waits for a choice, by this script or by the server. */
export const boxOf = (path) => one("fieldset[data-conflict]", askOf(path));

export function showConflict(path, both, entry) {
  const ask = askOf(path);
  const template = one("template[data-conflict-template]");
  if (!ask || !template) return;
  boxOf(path)?.remove();
  const holder = document.createElement("div");
  holder.append(template.content.cloneNode(true));
  holder.innerHTML = holder.innerHTML.replaceAll("{path}", path);
  const box = holder.firstElementChild;
  if (both.mineText) one("[data-mine]", box).textContent = both.mineText;
  if (both.theirsText) one("[data-theirs]", box).textContent = both.theirsText;
  one("[data-standing]", box).value = both.revision;
  box.dataset.theirsIs = both.theirs;
  if (entry) setRevision(path, entry.revision);
  ask.prepend(box);
}

/** Whether a choice still waits on another step of this form; if so the page says it, and leads there. */
export async function waitsElsewhere() {
  const rows = here.application ? await store.kept(person(), here.application).catch(() => []) : [];
  const row = rows.find((waiting) => waiting.held && !askOf(waiting.path));
  if (row) sign("choice", "", `/apply/${row.application}/${row.step}`);
  return Boolean(row);
}
