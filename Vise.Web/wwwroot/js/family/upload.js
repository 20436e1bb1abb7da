// Files of the documents step: sent piece by piece as they are chosen, with progress, and gone on with after a cut: also when the page was closed, since
// the file stays on the phone until it has arrived. Without this script the form's button sends them whole.
import * as store from "./store.js";
import { isGuest, person, tokens } from "./page.js";
import { askPhone } from "./sending.js";
import { hide, inForm, isHere, refresh, say, show as shown, step, tell } from "./upload-list.js";
import { shrink } from "./upload-photo.js";

const largestPiece = 256 * 1024;
const smallestPiece = 32 * 1024;
const patienceMs = 60000;
const laterMs = 15000;
let pieceBytes = largestPiece;
let rows = [];
let working = null;
let pressed = null; // the button that waits for what is on its way
let wake = () => {};

// whoever signs out leaves no file on the phone
const isWiped = () => "wiped" in document.body.dataset;
const busy = () => rows.filter((row) => isHere(row) && !row.refused);
const show = (row, text, percent) => { if (!row.isDropped) shown(row, text, () => drop(row), percent); };

// where the phone's store is forbidden, a file lives as long as its page
async function keep(row) {
  if (isWiped() || row.isDropped) return;
  const { key, person: whose, guest, application, kind, path, name, file, upload, at } = row;
  row.kept = Boolean(await store.files("readwrite", (files) => files.put({ key, person: whose, guest, application, kind, path, name, file, upload, at })));
}

const forget = (row) => store.files("readwrite", (files) => files.delete(row.key));

// ---- choosing

async function choose(input) {
  const { kind } = input.closest("[data-kind]").dataset;
  const chosen = [...input.files].map((file) => ({
    key: crypto.randomUUID?.() ?? String(Math.random()), person: person(), guest: isGuest(), application: step.form.dataset.filesOf,
    kind, path: input.name, name: file.name, file, at: store.moment(), sent: 0, isUnready: true,
  }));
  input.value = "";
  rows.push(...chosen);
  for (const row of chosen) show(row, say("preparing"));
  // each lies on the phone as it was chosen; it is made smaller when it is its turn, and the page may be another by then
  for (const row of chosen) {
    await keep(row);
    row.isUnready = false;
    work();
  }
}

// ---- sending: one file after the other, in the order in which they were chosen

function work() {
  working ??= workOn().finally(() => { working = null; });
}

async function workOn() {
  let failures = 0;
  for (let row; (row = busy().find((one) => !one.isUnready));) {
    try {
      const outcome = await alone(row, () => go(row));
      failures = 0;
      if (outcome === "dropped") continue;
      if (outcome === "later" || outcome === "signin") {
        show(row, say(outcome === "signin" ? "signin" : "busy"));
        await rest(laterMs);
      } else await end(row, outcome);
    } catch {
      row.isUnsure = true;
      pieceBytes = Math.max(smallestPiece, pieceBytes / 2);
      show(row, say("waiting"));
      await rest(Math.min(laterMs, 1000 * 2 ** failures++));
    }
  }
  letGo();
}

const rest = (ms) => new Promise((done) => { wake = done; setTimeout(done, ms); });

// one tab sends a file; what another has sent meanwhile is gone from the store. A store that doesn't answer (null) says nothing, nor does one that has tidied up
const alone = (row, send) => (navigator.locks ? navigator.locks.request("vise-file:" + row.key, async () => {
  const there = row.kept && await store.files("readonly", (files) => files.get(row.key));
  if (row.kept && there === undefined && !store.isOld(row)) return null;
  // begun by another tab, and as small as it was made there
  if (!row.upload && there?.upload) Object.assign(row, { upload: there.upload, file: there.file, name: there.name });
  return send();
}) : send());

async function ask(method, address, headers, body, isAgain) {
  const answer = await fetch(address, {
    method, body, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(patienceMs),
    headers: { RequestVerificationToken: inForm("[name=__RequestVerificationToken]").value, ...headers },
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) return { signin: true };
  if (answer.status === 400 && !isAgain) {
    // the page's token may be of an earlier sign-in
    const phone = await askPhone();
    if (phone.person !== person()) return { signin: true };
    for (const input of tokens()) input.value = phone.token;
    return ask(method, address, headers, body, true);
  }
  return { status: answer.status, offset: Number(answer.headers.get("Upload-Offset") ?? NaN), isIn: answer.headers.has("Upload-Document"), answer };
}

/** Null when the file is in, a sentence where it is refused, "later" or "signin" where it has to wait, "dropped". Throws where the connection is away. */
async function go(row) {
  const base = step.form.dataset.uploads;
  if (!row.upload) {
    await shrink(row);
    if (row.isDropped) return "dropped";
    const begun = await ask("POST", base, { "Content-Type": "application/json" }, JSON.stringify({ path: row.path, name: row.name, size: row.file.size }));
    if (begun.signin) return "signin";
    if (begun.status !== 201) return refusal(begun);
    row.upload = (await begun.answer.json()).upload;
    row.sent = 0;
    if (row.isDropped) await cancel(base, row);
    await keep(row);
  } else if (row.isUnsure) {
    const there = await ask("HEAD", `${base}/${row.upload}`, {});
    if (there.signin) return "signin";
    if (there.isIn) return null;
    if (there.status === 404) row.upload = null;
    else if (there.status !== 200) return "later";
    row.sent = there.offset || 0;
  }
  row.isUnsure = false;
  if (row.isDropped) return "dropped";
  while (row.upload) {
    const percent = Math.floor(100 * row.sent / row.file.size);
    show(row, say("sending", percent), percent);
    const sent = await ask("PATCH", `${base}/${row.upload}`, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": row.sent }, row.file.slice(row.sent, row.sent + pieceBytes));
    if (sent.isIn) return null;
    if (row.isDropped) return "dropped";
    if (sent.signin) return "signin";
    if (sent.status === 204 || sent.status === 409) row.sent = sent.offset;
    else if (sent.status === 404) row.upload = null;
    else return refusal(sent);
    pieceBytes = Math.min(largestPiece, pieceBytes * 2);
  }
  // swept, or another account's: from the start, and then no more
  if (row.isAgain) return say("lost");
  row.isAgain = true;
  return go(row);
}

async function refusal({ status, answer }) {
  if (status === 503 || status === 429 || status >= 502) return "later";
  const problem = (await answer.json().catch(() => ({}))).problem;
  return problem || say("lost");
}

async function end(row, problem) {
  await forget(row);
  if (problem) {
    row.refused = problem;
    show(row, problem);
    return;
  }
  rows = rows.filter((other) => other !== row);
  hide(row);
  await refresh(row);
}

const cancel = (base, row) => ask("DELETE", `${base}/${row.upload}`, {}).catch(() => {});

async function drop(row) {
  const base = step.form.dataset.uploads;
  row.isDropped = true;
  rows = rows.filter((other) => other !== row);
  hide(row);
  await forget(row);
  if (row.upload && !row.refused) await cancel(base, row);
  wake();
  letGo();
}

// ---- going on

function letGo() {
  if (!pressed || busy().length > 0) return;
  const button = pressed;
  pressed = null;
  if (step.form && !rows.some((row) => isHere(row) && row.refused)) step.form.requestSubmit(button);
}

document.addEventListener("change", (event) => {
  if (step.form?.contains(event.target) && event.target.type === "file" && event.target.files.length > 0) choose(event.target);
});

// before the form is sent: removing is next to replacing, and can't be taken back
document.addEventListener("click", (event) => {
  const sure = event.target.closest("[data-sure]");
  if (sure && !confirm(sure.dataset.sure)) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (event.target !== step.form || busy().length === 0 || event.submitter?.value !== "next") return;
  event.preventDefault();
  // the button may be pressed again at once
  delete step.form.dataset.sent;
  pressed = event.submitter;
  tell(busy()[0], say("then"));
  wake();
}, true);

addEventListener("online", () => wake());
document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });

/** For each page that is shown: what is on its way goes on, what was chosen before this script was there begins. */
export async function start() {
  step.form = document.querySelector("form[data-uploads]");
  pressed = null;
  if (!step.form) return;
  const kept = ((await store.files("readonly", (files) => files.getAll())) ?? []).sort((one, other) => one.at - other.at);
  for (const row of kept) if (isHere(row) && !rows.some((known) => known.key === row.key)) rows.push({ ...row, sent: 0, isUnsure: true, kept: true });
  for (const row of rows.filter(isHere)) show(row, row.refused || say("preparing"));
  for (const input of step.form?.querySelectorAll("input[type=file]") ?? []) if (input.files.length > 0) choose(input);
  wake();
  work();
}
