// The same form on two devices: asks a few seconds apart what the other has changed, and shows it field by field.
// Asked with the sum of the revisions that the page knows: the answer is mostly 304. Nothing is asked while the page is hidden.
import * as store from "./store.js";
import * as saving from "./saving.js";
import { askPhone, patience } from "./sending.js";
import { askOf, boxOf, here, inputsOf, isSecret, one, person, read, revisionInput, revisionOf, setRevision, showProblem, sign, signIs, write } from "./page.js";

const soonMs = 4000;
const lateMs = 15000;
const handMs = 3000;
const restMs = 120000; // after so long without a touch the phone lies on a table

let known = 0;
let timer = 0;
let touched = Date.now();
let typed = 0;
let looked = 0;
let looking = null;
let isSignedOut = false;

/** Whether the page came from the phone's own copy and has not met the server yet. */
export const isStale = () => Boolean(here.form && "fromCache" in here.form.dataset);

export function touch() {
  touched = Date.now();
}

export function type() {
  touched = typed = Date.now();
}

/** Asks now. Answers "fine", "signin", "gone" (handed in meanwhile) or "later". */
export function look() {
  looking ??= ask().catch(() => "later").finally(() => { looking = null; });
  return looking;
}

async function ask() {
  clearTimeout(timer);
  const { form, turn } = here;
  if (!form) return "fine";
  looked = Date.now();
  const headers = { Accept: "application/json" };
  if (!isStale()) headers["If-None-Match"] = `"${known}"`;
  try {
    const answer = await fetch(`${form.dataset.save}?step=${form.dataset.step}`, { headers, cache: "no-store", signal: patience() });
    if (turn !== here.turn) return "fine";
    if (answer.status === 200) await take(await answer.json(), turn);
    isSignedOut = answer.status === 401;
    if (isSignedOut && !signIs("unsent", "waiting")) sign("signin");
    if (answer.ok && signIs("signin") && saving.unsent() === 0) sign("saved", "");
    if (answer.status === 410 && saving.unsent() + saving.conflicts() === 0) location.reload();
    if (answer.ok && isStale()) return "signin"; // somebody else is signed in by now
    return answer.ok || answer.status === 304 ? "fine" : answer.status === 401 ? "signin" : answer.status === 410 ? "gone" : "later";
  } finally {
    if (turn === here.turn) schedule();
  }
}

async function take({ stamp, fields }, turn) {
  const stale = isStale();
  if (stale) {
    const fresh = await askPhone();
    if (turn !== here.turn || fresh.person !== person()) return;
    Object.assign(saving.phone(), fresh);
    delete here.form.dataset.fromCache;
  }
  let isWhole = true;
  let changed = 0;
  for (const [path, { value, revision }] of Object.entries(fields)) {
    if (!askOf(path) || (revision <= revisionOf(path) && !(stale && revisionInput(path)?.disabled))) continue;
    // typed here too: the save brings both versions
    if (saving.has(path) || boxOf(path)) continue;
    // not under a hand that writes
    if (inputsOf(path).includes(document.activeElement) && Date.now() - typed < handMs) {
      isWhole = false;
      continue;
    }
    if (read(path) !== value) changed += 1;
    show(path, value, revision);
  }
  if (isWhole) known = stamp;
  if (stale) {
    for (const input of here.form.querySelectorAll("[data-on-connection]")) { input.disabled = false; input.removeAttribute("placeholder"); delete input.dataset.onConnection; }
    await saving.restore();
    if (saving.unsent() === 0) sign("saved", "");
  } else if (changed > 0) sign("elsewhere");
  remember();
}

function show(path, value, revision) {
  write(path, value);
  setRevision(path, revision);
  showProblem(path, null);
  askOf(path).classList.remove("changed-elsewhere");
  void askOf(path).offsetWidth;
  askOf(path).classList.add("changed-elsewhere");
}

/** A field of ours has arrived over revision `base`; `stamp` is the sum of all revisions after it. Where only we wrote, nothing needs to be asked. */
export function saved(base, { revision, stamp }) {
  known += revision - base;
  touch();
  looked = Date.now();
  setTimeout(remember);
  if (known !== stamp) setTimeout(look);
}

/** The step as it stands, for reading without a connection. Secrets stay away. */
export function remember() {
  const { form } = here;
  if (!form || !person() || "private" in form.dataset) return;
  const fields = {};
  for (const ask of form.querySelectorAll("[data-ask]")) {
    const path = ask.dataset.ask;
    if (revisionInput(path) && !isSecret(path)) fields[path] = { value: read(path), revision: revisionOf(path) };
  }
  store.see({ person: person(), application: here.application, step: form.dataset.step, fields }).catch(() => {});
}

// the phone's copy of a page is as old as its last load; what was saved since was noted beside it
async function recall() {
  const { form, turn } = here;
  const noted = await store.seen(person(), here.application, form.dataset.step).catch(() => null);
  if (turn !== here.turn) return;
  for (const [path, { value, revision }] of Object.entries(noted?.fields ?? {})) {
    if (!askOf(path) || revision < revisionOf(path) || saving.has(path)) continue;
    write(path, value);
    setRevision(path, revision);
  }
}

function schedule() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden" || !here.form) return;
  const every = !isSignedOut && (isStale() || Date.now() - touched < restMs) ? soonMs : lateMs;
  timer = setTimeout(() => (Date.now() - looked >= every - 50 ? look() : schedule()), Math.max(50, looked + every - Date.now()));
}

export async function start() {
  clearTimeout(timer);
  if (!here.form) return;
  known = Number(here.form.dataset.stamp || 0);
  looked = Date.now();
  if (isStale()) {
    const words = document.getElementById("saved-sign")?.dataset.connected ?? "";
    for (const input of here.form.querySelectorAll("[data-on-connection]")) input.placeholder = words;
    await recall();
    sign("unsent");
    look();
  } else remember();
  schedule();
}

export function wake() {
  touch();
  if (here.form && document.visibilityState === "visible" && !signIs("waiting")) look();
}
