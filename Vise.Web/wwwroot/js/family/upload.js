// Files of the documents step: sent piece by piece as they are chosen, with progress, and gone on with after a cut: also when the page was closed, since
// the file stays on the phone until it has arrived. Without this script the form's button sends them whole.
import * as store from "./store.js";
import { isGuest, person } from "./page.js";

const pieceBytes = 256 * 1024;
const largeBytes = 1.5 * 1024 * 1024;
const longestSide = 2000;
let form = null;
let rows = [];
let working = null;
let wake = () => {};

const inForm = (selector) => form?.querySelector(selector) ?? null;
const say = (key, value = "") => (form?.dataset[key] ?? "").replace("{0}", value);
const isHere = (row) => form?.dataset.filesOf === row.application;
const busy = () => rows.filter((row) => isHere(row) && !row.refused);

// where the phone's store is forbidden, a file lives as long as its page
const keep = ({ sent, refused, unsure, again, ...row }) => store.files("readwrite", (files) => files.put(row));
const forget = (row) => store.files("readwrite", (files) => files.delete(row.key));

// ---- choosing

async function choose(input) {
  const files = [...input.files];
  input.value = "";
  const ask = input.closest("[data-ask]");
  for (const file of files) {
    const row = {
      key: crypto.randomUUID?.() ?? String(Math.random()), person: person(), guest: isGuest(), application: form.dataset.filesOf,
      kind: ask.dataset.kind, path: input.name, name: file.name, file, at: Date.now(), sent: 0,
    };
    rows.push(row);
    show(row, say("preparing"));
    await shrink(row);
    await keep(row);
    work();
  }
}

// a photo is sent as large as print needs and no larger; what can't be drawn here goes as it is
async function shrink(row) {
  if (row.file.size <= largeBytes || !/^image\/(jpeg|png|webp)$/.test(row.file.type)) return;
  try {
    const picture = await createImageBitmap(row.file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!small || small.size >= row.file.size) return;
    row.file = small;
    row.name = row.name.replace(/\.\w+$/, "") + ".jpg";
  } catch { /* as it is */ }
}

// ---- sending: one file after the other, in the order in which they were chosen

function work() {
  working ??= workOn().finally(() => { working = null; });
}

async function workOn() {
  let failures = 0;
  for (let row; (row = busy()[0]);) {
    try {
      const outcome = await go(row);
      if (outcome === "later" || outcome === "signin") {
        show(row, say(outcome === "signin" ? "signin" : "busy"));
        await rest(15000);
      } else await end(row, outcome);
      failures = 0;
    } catch {
      row.unsure = true;
      show(row, say("waiting"));
      await rest(Math.min(15000, 1000 * 2 ** failures++));
    }
  }
  letGo();
}

const rest = (ms) => new Promise((done) => { wake = done; setTimeout(done, ms); });

async function ask(method, address, headers, body) {
  const answer = await fetch(address, {
    method, body, redirect: "manual", cache: "no-store",
    headers: { RequestVerificationToken: inForm("[name=__RequestVerificationToken]").value, ...headers },
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) return { signin: true };
  return { status: answer.status, offset: Number(answer.headers.get("Upload-Offset") ?? NaN), isIn: answer.headers.has("Upload-Document"), answer };
}

/** Null when the file is in, a sentence where it is refused, "later" or "signin" where it has to wait. Throws where the connection is away. */
async function go(row) {
  const base = form.dataset.uploads;
  if (!row.upload) {
    const begun = await ask("POST", base, { "Content-Type": "application/json" }, JSON.stringify({ path: row.path, name: row.name, size: row.file.size }));
    if (begun.signin) return "signin";
    if (begun.status !== 201) return refusal(begun);
    row.upload = (await begun.answer.json()).upload;
    row.sent = 0;
    await keep(row);
  } else if (row.unsure) {
    const there = await ask("HEAD", `${base}/${row.upload}`, {});
    if (there.signin) return "signin";
    if (there.isIn) return null;
    if (there.status === 404) row.upload = null;
    else if (there.status !== 200) return "later";
    row.sent = there.offset || 0;
  }
  row.unsure = false;
  while (row.upload) {
    const percent = Math.floor(100 * row.sent / row.file.size);
    show(row, say("sending", percent), percent);
    const sent = await ask("PATCH", `${base}/${row.upload}`, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": row.sent }, row.file.slice(row.sent, row.sent + pieceBytes));
    if (sent.signin) return "signin";
    if (sent.isIn) return null;
    if (sent.status === 204 || sent.status === 409) row.sent = sent.offset;
    else if (sent.status === 404) row.upload = null;
    else return refusal(sent);
  }
  // swept, or another account's: from the start, and then no more
  if (row.again) return say("lost");
  row.again = true;
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
  const { ask } = place(row) ?? {};
  itemOf(row)?.remove();
  if (!ask) return;
  await refresh(ask);
}

// the server draws what is there now; what is still on its way stays where it was
async function refresh(old) {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html");
    const fresh = page.querySelector(`[data-ask="${CSS.escape(old.dataset.ask)}"]`);
    const now = inForm(`[data-ask="${CSS.escape(old.dataset.ask)}"]`);
    if (!fresh || !now) return;
    fresh.querySelector(".uploads").replaceWith(now.querySelector(".uploads"));
    const held = now.contains(document.activeElement) ? document.activeElement.id : "";
    now.replaceWith(fresh);
    if (held) document.getElementById(held)?.focus();
    said(fresh).textContent = say("saved");
  } catch { /* it is in; the next page shows it */ }
}

// ---- showing

const said = (ask) => ask.querySelector("[data-said]");
const itemOf = (row) => document.getElementById("upload-" + row.key);

function place(row) {
  const ask = inForm(`[data-kind="${CSS.escape(row.kind)}"]`);
  return ask && { ask, list: ask.querySelector(".uploads") };
}

function show(row, text, percent = null) {
  const { ask, list } = place(row) ?? {};
  if (!isHere(row) || !list) return;
  let item = itemOf(row);
  if (!item) {
    item = document.createElement("li");
    item.id = "upload-" + row.key;
    item.innerHTML = "<span class=\"upload-name\"></span><progress max=\"100\" value=\"0\"></progress><span class=\"upload-state\"></span><button type=\"button\" class=\"link-button\"></button>";
    item.querySelector("progress").setAttribute("aria-label", row.name);
    item.querySelector("button").addEventListener("click", () => drop(row));
    list.append(item);
  }
  item.querySelector(".upload-name").textContent = row.name;
  const bar = item.querySelector("progress");
  bar.hidden = !!row.refused;
  if (percent !== null) bar.value = percent;
  const state = item.querySelector(".upload-state");
  state.className = row.refused ? "upload-state error" : "upload-state";
  item.querySelector("button").textContent = say(row.refused ? "close" : "cancel");
  // numbers that run are not read aloud
  if (state.textContent !== text && percent === null) said(ask).textContent = `${row.name}: ${text}`;
  state.textContent = text;
}

async function drop(row) {
  rows = rows.filter((other) => other !== row);
  itemOf(row)?.remove();
  await forget(row);
  if (row.upload && !row.refused) await ask("DELETE", `${form.dataset.uploads}/${row.upload}`, {}).catch(() => {});
  wake();
  letGo();
}

// ---- going on: the button waits for what is on its way

let pressed = null;

function letGo() {
  if (!pressed || busy().length > 0) return;
  const button = pressed;
  pressed = null;
  if (form && !rows.some((row) => isHere(row) && row.refused)) form.requestSubmit(button);
}

document.addEventListener("change", (event) => {
  if (form?.contains(event.target) && event.target.type === "file" && event.target.files.length > 0) choose(event.target);
});

document.addEventListener("submit", (event) => {
  if (event.target !== form || busy().length === 0 || event.submitter?.value !== "next") return;
  event.preventDefault();
  // the button may be pressed again at once
  delete form.dataset.sent;
  pressed = event.submitter;
  const { ask } = place(busy()[0]) ?? {};
  if (ask) said(ask).textContent = say("then");
  wake();
}, true);

addEventListener("online", () => wake());
document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });

/** For each page that is shown: what is on its way goes on, what was chosen before this script was there begins. */
export async function start() {
  form = document.querySelector("form[data-uploads]");
  pressed = null;
  if (!form) return;
  const kept = ((await store.files("readonly", (files) => files.getAll())) ?? []).sort((one, other) => one.at - other.at);
  for (const row of kept) if (isHere(row) && !rows.some((known) => known.key === row.key)) rows.push({ ...row, sent: 0, unsure: true });
  for (const row of rows.filter(isHere)) show(row, row.refused || say("preparing"));
  for (const input of form.querySelectorAll("input[type=file]")) if (input.files.length > 0) choose(input);
  work();
}
