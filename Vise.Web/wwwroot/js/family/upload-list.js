// The files of the documents step that are on their way, each a line under its question; the words stand in the form.
import { dropFromSummary } from "./page.js";

/** The step's form; null on other pages. */
export const step = { form: null };

export const inForm = (selector) => step.form?.querySelector(selector) ?? null;
export const say = (key, value = "") => (step.form?.dataset[key] ?? "").replace("{0}", value);
export const isHere = (row) => step.form?.dataset.filesOf === row.application;

const askOf = (row) => (isHere(row) ? inForm(`[data-kind="${CSS.escape(row.kind)}"]`) : null);
const itemOf = (row) => document.getElementById("upload-" + row.key);

/** Says something to those who listen to the page. */
export function tell(row, text) {
  const said = askOf(row)?.querySelector("[data-said]");
  if (said) said.textContent = text;
}

/** Shows how a file stands; `drop` is what its button does. */
export function show(row, text, drop, percent = null) {
  const list = askOf(row)?.querySelector(".uploads");
  if (!list) return;
  let item = itemOf(row);
  if (!item) {
    item = document.createElement("li");
    item.id = "upload-" + row.key;
    item.innerHTML = "<span class=\"upload-name\"></span><progress max=\"100\" value=\"0\"></progress><span class=\"upload-state\"></span><button type=\"button\" class=\"link-button\"></button>";
    item.querySelector("progress").setAttribute("aria-label", row.name);
    item.querySelector("button").addEventListener("click", drop);
    list.append(item);
    // one that goes on after the page was opened again may lie among the folded ones
    list.closest("details")?.setAttribute("open", "");
  }
  item.querySelector(".upload-name").textContent = row.name;
  const bar = item.querySelector("progress");
  bar.hidden = Boolean(row.refused);
  if (percent !== null) bar.value = percent;
  const state = item.querySelector(".upload-state");
  state.className = row.refused ? "upload-state error" : "upload-state";
  const button = item.querySelector("button");
  button.textContent = say(row.refused ? "close" : "cancel");
  button.setAttribute("aria-label", `${button.textContent}: ${row.name}`);
  // numbers that run are not read aloud
  if (state.textContent !== text && percent === null) tell(row, `${row.name}: ${text}`);
  state.textContent = text;
}

export const hide = (row) => itemOf(row)?.remove();

/** Has the server draw what is there now; what is still on its way stays where it was. */
export async function refresh(row) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname, { cache: "no-store" })).text(), "text/html");
    const now = askOf(row);
    const fresh = now && page.querySelector(`[data-kind="${CSS.escape(row.kind)}"]`);
    if (!fresh) return;
    fresh.querySelector(".uploads").replaceWith(now.querySelector(".uploads"));
    const held = now.contains(document.activeElement) ? document.activeElement.id : "";
    now.replaceWith(fresh);
    if (held) document.getElementById(held)?.focus();
    dropFromSummary("documents." + row.kind);
    tell(row, say("saved"));
  } catch { /* it is in; the next page shows it */ }
}
