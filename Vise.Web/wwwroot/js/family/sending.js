// Sends kept fields, one at a time and in order. Shared by the pages and the worker.
import * as store from "./store.js";

const patienceMs = 20000;
const address = (application) => `/apply/${application}/fields`;

// one at a time across tabs and the worker, or a phone would quarrel with itself
const alone = (application, work) => (navigator.locks ? navigator.locks.request(`vise:${application}`, work) : work());

export const patience = () => AbortSignal.timeout?.(patienceMs);

/** Who is signed in here: { person, token, seal }, or { kind } "signin" or "later". */
export async function askPhone() {
  try {
    const answer = await fetch("/my/phone", { headers: { Accept: "application/json" }, cache: "no-store", signal: patience() });
    if (answer.status === 401) return { kind: "signin" };
    return answer.ok ? await answer.json() : { kind: "later" };
  } catch { return { kind: "later" }; }
}

/** Sends one field as it is, whatever else is under way: for a page that is going. */
export function throwOut(entry, token) {
  fetch(address(entry.application), request(entry, entry.revision, token, true)).catch(() => {});
}

function request(entry, revision, token, keepalive) {
  return {
    method: "POST",
    keepalive,
    headers: { "Content-Type": "application/json", Accept: "application/json", RequestVerificationToken: token ?? "" },
    body: JSON.stringify({ path: entry.path, value: entry.value, revision, unanswered: entry.unanswered }),
    signal: keepalive ? undefined : patience(),
  };
}

// answers in words of the server's own; without them it is a balancer's, and says nothing of the form
const told = { 200: "saved", 404: "gone", 409: "conflict", 410: "refused", 422: "refused" };
const untold = { 400: "token", 401: "signin" };

async function post(entry, revision, token) {
  try {
    const answer = await fetch(address(entry.application), request(entry, revision, token, false));
    const kind = told[answer.status];
    const body = kind && await answer.json().catch(() => null);
    return body ? { kind, body } : { kind: untold[answer.status] ?? "later" };
  } catch { return { kind: "later" }; }
}

/**
 * Sends a field as `phone`, which gets a fresh token where its own has lapsed. Answers { kind }: "saved", "conflict", "refused" or "gone" with { body };
 * "elsewhere" (another tab has sent it), "signin", "stranger" (somebody else is signed in by now), "later".
 */
export const send = (entry, phone) => alone(entry.application, async () => {
  await entry.kept;
  const row = await store.find(entry).catch(() => undefined);
  if (row === null && entry.adopted) return { kind: "elsewhere" };
  const revision = row?.at === entry.at ? Math.max(row.revision, entry.revision) : entry.revision;
  let answer = await post(entry, revision, phone.token);
  if (answer.kind === "token") {
    const fresh = await askPhone();
    if (!fresh.person) return fresh;
    if (fresh.person !== entry.person) return { kind: "stranger" };
    Object.assign(phone, fresh);
    answer = await post(entry, revision, phone.token);
    if (answer.kind === "token") answer = { kind: "later" };
  }
  if (["saved", "refused", "gone"].includes(answer.kind)) await store.settle(entry, answer.body.revision).catch(() => {});
  return answer;
});

/** Catches up on everything a person has left here, save one application that an open page sends itself. Answers "done" or why not. */
export async function catchUp(phone, except) {
  for (const row of await store.kept(phone.person)) {
    const value = row.application === except || row.held ? null : await store.opened(row, phone.seal);
    if (value === null) continue;
    const { kind } = await send({ ...row, value, unanswered: await store.mayStand(row, phone.seal), adopted: true }, phone);
    if (kind === "conflict") await store.keep({ ...row, value, unanswered: [], secret: Boolean(row.sealed), held: true }, phone.seal);
    if (["later", "signin", "stranger"].includes(kind)) return kind;
  }
  return "done";
}
