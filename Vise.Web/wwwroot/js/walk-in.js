// A paper form at the desk: what is typed is saved after a moment's rest or as soon as it is left, Enter goes to the next answer, Ctrl and Enter hands the
// form in. What could not be sent goes again by itself.
import { isWaiting, takeIn } from "./walk-in-files.js";

const rest = 800;
const longestWait = 60_000;
const form = document.querySelector("form[data-walk-in]");

// the answers that can be seen: not those that another answer hides, nor those in a part that is closed
const answers = () => [...form.elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea") && one.checkVisibility() && !one.disabled);
const isEmpty = (one) => (/^(radio|checkbox)$/.test(one.type) ? !form.querySelector(`[name="${CSS.escape(one.name)}"]:checked`) : one.value === "");
const handIn = form?.querySelector("button[value=hand-in]");
const missingFile = () => document.querySelector("#documents input[type=file][aria-required=true]");

// a form that is opened begins at its first empty answer; one that comes back with errors at what it says of them
const isOpened = form?.hasAttribute("data-opened") && !location.hash;
(document.querySelector("[data-focus]") ?? (isOpened ? answers().find(isEmpty) : null))?.focus();

const saved = () => document.getElementById("walk-in-saved");
let unsaved = false;
let sending = null;
let again = false;
let resting = null;
let waiting = null;
let failures = 0;
// sent, and nothing heard of it: it goes again first, so that what was typed since is no quarrel with it
let unheard = null;

function tell(text) {
  saved().textContent = text;
  saved().classList.add("unsent");
}

function sendLater() {
  tell(form.dataset.unsent);
  waiting = setTimeout(saveSoon, Math.min(1000 * 2 ** ++failures, longestWait));
}

async function save() {
  const isOld = unheard !== null;
  unheard ??= new FormData(form);
  unheard.set("then", "keep");
  let answer;
  let text;
  try {
    answer = await fetch(location.href, { method: "POST", body: unheard, headers: { Accept: "text/html" } });
    text = await answer.text();
  } catch {
    sendLater();
    return;
  }
  if (answer.status >= 500 || answer.status === 429) {
    sendLater();
    return;
  }
  unheard = null;
  failures = 0;
  if (answer.status === 409) {
    // two versions of an answer stand: the form itself goes, and its page shows both
    form.requestSubmit(form.querySelector("button[value=keep]"));
    return;
  }
  const page = answer.ok ? new DOMParser().parseFromString(text, "text/html") : null;
  const now = page?.querySelector("form[data-walk-in]");
  if (!now) {
    tell(answer.redirected || answer.status === 401 || answer.status === 400 ? form.dataset.signin : form.dataset.gone);
    return;
  }
  // each further save is typed over what stands now
  for (const revision of now.querySelectorAll("[data-revision-of]")) {
    const mine = form.elements[revision.name];
    if (mine) mine.value = revision.value;
  }
  // said once a minute at most, however often it is saved
  const line = now.querySelector("#walk-in-saved");
  if (line.textContent !== saved().textContent) saved().replaceWith(line);
  again ||= isOld;
  unsaved = again || resting !== null;
}

function stopWaiting() {
  clearTimeout(resting);
  clearTimeout(waiting);
  resting = waiting = null;
}

// one at a time: what changes meanwhile goes with the next
function saveSoon() {
  stopWaiting();
  unsaved = true;
  if (sending) {
    again = true;
    return;
  }
  sending = save().finally(() => {
    sending = null;
    if (again) {
      again = false;
      saveSoon();
    }
  });
}

document.addEventListener("click", (event) => {
  const sure = event.target.closest("[data-sure]");
  if (sure && !confirm(sure.dataset.sure)) event.preventDefault();
});

form?.addEventListener("change", saveSoon);

form?.addEventListener("input", () => {
  unsaved = true;
  clearTimeout(resting);
  resting = setTimeout(saveSoon, rest);
});

addEventListener("online", () => {
  if (unsaved) saveSoon();
});

document.querySelector(".walk-in")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.matches("a")) return;
  if (event.repeat) {
    // a key held down goes one answer on, and presses nothing there
    if (!event.target.matches("textarea")) event.preventDefault();
  } else if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(handIn);
  } else if (event.target.form === form && event.target.matches("input, select")) {
    event.preventDefault();
    const stops = answers();
    const next = stops.slice(stops.indexOf(event.target) + 1).find((one) => one.type !== "radio" || one.name !== event.target.name);
    (next ?? missingFile() ?? handIn).focus();
  }
});

// files that are on their way go first: with the page they would be gone
let pressed = null;
async function pressAfterFiles(button) {
  const isFirst = pressed === null;
  pressed = button;
  if (!isFirst) return;
  const { isDone, box } = await takeIn();
  const last = pressed;
  pressed = null;
  if (isDone) form.requestSubmit(last);
  else box?.focus();
}

// a save on its way would be overtaken by the form itself, and be no quarrel: the same answers over the same revisions
form?.addEventListener("submit", (event) => {
  if (isWaiting()) {
    event.preventDefault();
    pressAfterFiles(event.submitter);
    return;
  }
  stopWaiting();
  unsaved = again = false;
});

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
