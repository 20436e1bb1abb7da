// The open step: its form, and reading and writing a field whatever it is made of.
import { dateOf, kept } from "./store.js";

/** The step's form, or null on other pages; the application, also on steps without questions; `turn` counts the pages shown, so that what comes back late knows it is late. */
export const here = { form: null, application: null, turn: 0 };

export function openPage() {
  here.form = document.querySelector("form[data-save]");
  here.application = document.querySelector(".step-page")?.dataset.application ?? null;
  here.turn += 1;
}

export const one = (selector, root = here.form) => root?.querySelector(selector) ?? null;
const byPath = (attribute, path) => one(`[${attribute}="${CSS.escape(path)}"]`);

/** The person signed in, as this phone may know them; null when nobody is. */
export const person = () => document.body.dataset.person ?? null;
export const isGuest = () => "guest" in document.body.dataset;
export const tokens = () => [...document.querySelectorAll("[name=__RequestVerificationToken]")];

export const askOf = (path) => byPath("data-ask", path);
export const revisionInput = (path) => byPath("data-revision-of", path);
export const revisionOf = (path) => Number(revisionInput(path)?.value ?? 0);

export function setRevision(path, revision) {
  const input = revisionInput(path);
  if (input) input.value = revision;
}

export const pathOf = (target) => target.closest("[data-date]")?.dataset.date ?? target.dataset?.path ?? null;

const part = (path, name) => byPath("data-path", `${path}.${name}`);

/** Every input of a field. */
export function inputsOf(path) {
  return byPath("data-date", path)
    ? ["day", "month", "year"].map((name) => part(path, name))
    : [...(here.form?.querySelectorAll(`[data-path="${CSS.escape(path)}"]`) ?? [])];
}

/** Kept sealed on the phone: id numbers, and all that is asked about health. */
export const isSecret = (path) => "private" in here.form.dataset || inputsOf(path).some((input) => input.hasAttribute("data-secret"));

// boxes of which any number may be ticked
const isSeveral = (inputs) => inputs[0]?.hasAttribute("data-several");

export function read(path) {
  const inputs = inputsOf(path);
  if (byPath("data-date", path)) return dateOf(...inputs.map((input) => input.value));
  if (isSeveral(inputs)) return inputs.filter((input) => input.checked).map((input) => input.value).join(",");
  if (inputs[0]?.type === "radio" || inputs[0]?.type === "checkbox") return inputs.find((input) => input.checked)?.value ?? "";
  return inputs[0]?.value ?? "";
}

export function write(path, value) {
  if (byPath("data-date", path)) {
    const [year = "", month = "", day = ""] = value.split("-");
    for (const [name, text] of [["day", day], ["month", month], ["year", year]]) part(path, name).value = text;
    return;
  }
  const inputs = inputsOf(path);
  for (const input of inputs) {
    if (isSeveral(inputs)) input.checked = value.split(",").includes(input.value);
    else if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
    else input.value = value;
  }
}

/** What is wrong with a saved answer, or what is worth saying about one that is taken. */
export function showProblem(path, problem, note = null) {
  showNote(path, note);
  const place = byPath("data-error-for", path);
  if (!place) return;
  one("[data-error-text]", place).textContent = problem ?? "";
  place.hidden = !problem;
  if (!problem) dropFromSummary(path);
  const field = place.closest(".field");
  field?.classList.toggle("has-error", Boolean(problem));
  for (const input of field?.matches("[role=radiogroup]") ? [field] : field?.querySelectorAll("input, select, textarea") ?? []) {
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
  describe(field?.matches("fieldset") ? field : inputsOf(path)[0], place.id, problem);
}

function describe(element, id, on) {
  const ids = new Set(element?.getAttribute("aria-describedby")?.split(" "));
  if (on) ids.add(id);
  else ids.delete(id);
  element?.setAttribute("aria-describedby", [...ids].join(" "));
}

function showNote(path, note) {
  const place = byPath("data-note-for", path);
  if (!place) return;
  one("[data-note-text]", place).textContent = note?.text ?? "";
  place.classList.toggle("good", Boolean(note?.isGood));
  place.hidden = !note;
}

/** A field that was mended and saved is no longer listed on top. */
export function dropFromSummary(path) {
  const summary = document.getElementById("error-summary");
  const id = path.replaceAll(".", "-");
  for (const link of summary?.querySelectorAll("a") ?? []) if (link.hash === `#${id}`) link.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

/** The quiet line about saving; its words stand in the page, and where it leads with `href`. */
export function sign(kind, time = "", href = "") {
  const place = document.getElementById("saved-sign");
  if (!place || (place.dataset.state === kind && !time)) return;
  place.dataset.state = kind;
  place.textContent = (place.dataset[kind] ?? "").replace("{0}", time);
  const link = document.querySelector(`template[data-sign-link="${kind}"]`)?.content.firstElementChild.cloneNode(true);
  if (link && href) link.href = href;
  if (link) place.append(" ", link);
}

export const signIs = (...kinds) => kinds.includes(document.getElementById("saved-sign")?.dataset.state);

// ---- two devices wrote the same field: both versions are shown, and the parent chooses

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
  const rows = here.application ? await kept(person(), here.application).catch(() => []) : [];
  const row = rows.find((waiting) => waiting.held && !askOf(waiting.path));
  if (row) sign("choice", "", `/apply/${row.application}/${row.step}`);
  return Boolean(row);
}
