// Saves each field of the open step as it is typed: a queue in memory, its shadow on the phone.
import * as store from "./store.js";
import { askOf, boxOf, here, inputsOf, isGuest, isSecret, person, read, revisionOf, setRevision, showConflict, showProblem, sign, signIs, tokens, waitsElsewhere, write } from "./page.js";
import { send as sendOne, throwOut } from "./sending.js";

export const waitMs = 800;
const longestWaitMs = 15000;
const mostUnanswered = 20;
const thoughtMs = 3000;

/** Told of every field that has arrived, (base revision, answer), and when something stays behind. */
export const listeners = { saved: () => {}, unsent: () => {} };

let queue = new Map(); // path -> entry, in the order in which they were first typed
let running = null;
let timer = 0;
let failures = 0;
let paused = false; // a form is on its way and carries every field itself
let late = null;    // what is wrong with an answer that is still being written: { path, tell, timer }

export const has = (path) => queue.has(path);
export const isUnderWay = () => running !== null;
export const isFailing = () => failures > 0;
export const unsent = () => [...queue.values()].filter((entry) => !entry.held).length;
export const conflicts = () => [...queue.values()].filter((entry) => entry.held).length;
export const fail = () => { failures = Math.max(failures, 1); };

export function pause(yes) {
  paused = yes;
  if (yes) for (const entry of queue.values()) entry.isOut = true;
}

/** The keys of this page: its form token, and what seals secrets on the phone. */
export const phone = () => ({
  get token() { return tokens()[0]?.value; },
  set token(fresh) { for (const input of tokens()) input.value = fresh; },
  get seal() { return here.form?.dataset.seal; },
  set seal(fresh) { if (here.form) here.form.dataset.seal = fresh; },
  person: person(),
});

const persist = (entry) => store.keep(entry, here.form?.dataset.seal).catch(() => { /* a full or forbidden store: the queue in memory still goes out */ });

export function typed(path) {
  const known = queue.get(path);
  const goesOn = known && !known.held;
  const before = goesOn ? known.unanswered : [];
  const entry = {
    person: person(),
    guest: isGuest(),
    application: here.application,
    step: here.form.dataset.step,
    path,
    page: store.thisPage,
    value: read(path),
    revision: goesOn ? known.revision : revisionOf(path),
    // its answer may be lost and the value stand there: that is this phone's own hand, and no quarrel
    unanswered: (goesOn && known.isOut ? [...before, known.value] : before).slice(-mostUnanswered),
    secret: isSecret(path),
    at: store.moment(),
  };
  queue.set(path, entry);
  entry.kept = persist(entry);
  if (late?.path === path) drop();
  sign("saving");
}

function drop() {
  clearTimeout(late?.timer);
  late = null;
}

/** The hand has gone on, to a field or elsewhere: what is wrong with the one before is said. */
export function left(to) {
  if (!late || late.path === to) return;
  const { tell } = late;
  drop();
  tell();
}

// nobody is told of an error in a word that is half written
function judge(path, problem, note) {
  const tell = () => showProblem(path, problem, note);
  const hand = document.activeElement;
  if (!problem || hand.ariaInvalid === "true" || !hand.matches("input:not([type=radio], [type=checkbox]), textarea") || !inputsOf(path).includes(hand)) return tell();
  left(path);
  drop();
  late = { path, tell, timer: setTimeout(left, thoughtMs) };
}

export function plan(delayMs) {
  clearTimeout(timer);
  timer = setTimeout(send, delayMs);
}

/** Sends what waits, in order. Answers "fine" when nothing is left, else why nothing gets through: "signin" or "later". */
export function send() {
  clearTimeout(timer);
  running ??= run().finally(() => { running = null; });
  return running;
}

/** The connection or the person is back: no more waiting. */
export function retry() {
  failures = 0;
  plan(0);
}

/** The page is going, for good or behind another: what waits goes out now, and lies on the phone. */
export function hurry(forGood) {
  const next = running || paused ? null : [...queue.values()].find((entry) => !entry.held);
  if (next && forGood) {
    next.isOut = true;
    throwOut(next, phone().token);
  }
  else if (next) send();
  if (queue.size > 0) listeners.unsent();
}

async function run() {
  while (here.form && !paused) {
    const entry = [...queue.values()].find((waiting) => !waiting.held);
    if (!entry) break;
    const turn = here.turn;
    entry.isOut = true;
    const answer = await sendOne(entry, phone());
    if (turn === here.turn && !take(entry, answer)) return answer.kind === "later" ? "later" : "signin";
  }
  return "fine";
}

// false: no use in going on with the next
function take(entry, { kind, body }) {
  const current = queue.get(entry.path);
  const same = current?.at === entry.at;
  switch (kind) {
    case "saved":
      failures = 0;
      listeners.saved(entry.revision, body);
      setRevision(entry.path, body.revision);
      if (same) queue.delete(entry.path);
      else if (current) Object.assign(current, { revision: body.revision, unanswered: [] });
      if (same) judge(entry.path, body.problem, body.note);
      if (queue.size === 0 && !signIs("choice")) sign("saved", body.time);
      return true;
    case "conflict":
      // both versions stay: this one in the field, on the phone until the parent has chosen
      failures = 0;
      if (current) current.kept = persist(Object.assign(current, { held: true }));
      if (!askOf(entry.path)) {
        // another step's: the choice is there, and nothing of this page waits for it
        queue.delete(entry.path);
        current?.kept.then(waitsElsewhere);
        return true;
      }
      showConflict(entry.path, body, current);
      sign("conflict");
      return true;
    case "refused":
      if (same) showProblem(entry.path, body.problem);
      // falls through
    case "elsewhere":
    case "gone":
      if (same) queue.delete(entry.path);
      return true;
    case "stranger":
      fail();
      sign("signin");
      return false;
    case "signin":
      fail();
      sign("signin");
      plan(longestWaitMs);
      return false;
    default:
      failures += 1;
      if (!signIs("waiting")) sign("unsent");
      listeners.unsent();
      // not all phones of a village in the same second
      plan(Math.min(longestWaitMs, 1000 * 1.7 ** (failures - 1)) * (0.8 + 0.4 * Math.random()));
      return false;
  }
}

/** The parent has chosen in a conflict's box. */
export function choose(box, keepsTheirs) {
  const path = box.dataset.conflict;
  const entry = queue.get(path);
  queue.delete(path);
  setRevision(path, box.querySelector("[data-standing]").value);
  box.remove();
  if (!keepsTheirs) {
    typed(path);
    plan(0);
    return;
  }
  write(path, box.dataset.theirsIs);
  if (entry) store.settle(entry).catch(() => {});
  if (queue.size === 0) sign("saved", "");
}

/** What an earlier visit could not send comes back into its field and goes out over the revision it was typed over. */
export async function restore() {
  const turn = here.turn;
  if (!here.form) return;
  const rows = await store.kept(person(), here.application).catch(() => []);
  for (const row of rows) {
    const value = await store.opened(row, here.form?.dataset.seal);
    const unanswered = await store.mayStand(row, here.form?.dataset.seal);
    if (turn !== here.turn) return;
    const shown = askOf(row.path);
    // typed anew meanwhile, sealed and no key yet, or a choice that waits on another page
    if (queue.has(row.path) || value === null || (!shown && row.held)) continue;
    const stands = shown && !row.held ? read(row.path) : null;
    if (stands === value) {
      // the form itself came through with it: what is typed next is typed over what the page shows
      store.settle(row).catch(() => {});
      continue;
    }
    if (shown) write(row.path, value);
    // the plain post must quarrel too: it is typed over the same revision as the queue's entry, not over the page's fresh one
    if (!unanswered.includes(stands)) setRevision(row.path, row.revision);
    // the server asks already: a second quarrel would take the box from under the finger
    queue.set(row.path, { ...row, value, unanswered, isOut: true, secret: Boolean(row.sealed), held: Boolean(boxOf(row.path)), adopted: true });
  }
  if (conflicts() > 0) sign("conflict");
  if (unsent() > 0) {
    sign(failures > 0 ? "unsent" : "saving");
    plan(0);
  }
}

/** A new page: nothing of the one before waits in memory, all of it lies on the phone. */
export function reset() {
  queue = new Map();
  paused = false;
  drop();
}
