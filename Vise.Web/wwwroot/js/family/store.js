// What this phone keeps, in IndexedDB: fields and files not sent yet, and what the open steps looked like. Shared by the pages and the worker.
// Each row belongs to a person. Secrets lie sealed with a key that only the server can hand out again, to that person.
const dayMs = 24 * 3600 * 1000;
const longestMs = 30 * dayMs;
let opening = null;
let last = 0;

/** This page, as long as its script lives. Two tabs have one row for a field; it says on which of them it was typed. */
export const thisPage = String(Math.random());

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("vise", 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        asked.result.createObjectStore("unsent", { keyPath: ["person", "application", "path"] });
        asked.result.createObjectStore("seen", { keyPath: ["person", "application", "step"] });
      }
      asked.result.createObjectStore("files", { keyPath: "key" });
    };
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      // cleared or renewed from elsewhere: the next use opens it anew
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      asked.result.onclose = () => { opening = null; };
      resolve(asked.result);
    };
  }).catch((error) => { opening = null; throw error; });
  return opening;
}

async function run(mode, work, isAgain) {
  const database = await open();
  let change;
  try { change = database.transaction(["unsent", "seen", "files"], mode); } catch (error) {
    // the browser has taken it away, as it does on a locked phone
    opening = null;
    if (isAgain) throw error;
    return run(mode, work, true);
  }
  return new Promise((resolve, reject) => {
    const asked = work(change.objectStore("unsent"), change.objectStore("seen"), change.objectStore("files"));
    change.oncomplete = () => resolve(asked?.result);
    change.onerror = change.onabort = () => reject(change.error);
  });
}

const keyOf = (entry) => [entry.person, entry.application, entry.path];

/** When a key was last pressed, ms; no two are the same on one page. */
export const moment = () => (last = Math.max(last + 1, Date.now()));

// digits of any script: those of India begin at a 6
const western = (text) => text.replace(/\p{Nd}/gu, (digit) => (digit = digit.charCodeAt()) % 16 - (digit > 0x900 && digit < 0xe00 ? 6 : 0));

/** A date as the server reads its three boxes (DateParts): ISO 8601 where they make one, else as typed. */
export function dateOf(...boxes) {
  const [day, month, year] = boxes.map((text) => text.trim());
  const iso = western([year, month.padStart(2, 0), day.padStart(2, 0)].join("-"));
  return iso > "1" && new Date(iso).toJSON()?.slice(0, 10) === iso ? iso : day || month || year ? `${year}-${month}-${day}` : "";
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const keyFrom = (text) => crypto.subtle.importKey("raw", bytes(text), "AES-GCM", false, ["encrypt", "decrypt"]);

async function sealed(value, key) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { nonce, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await keyFrom(key), new TextEncoder().encode(value)) };
}

async function unsealed({ nonce, data }, key) {
  if (!key || !crypto.subtle) return null;
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, await keyFrom(key), data));
  } catch { return null; }
}

/** The value of a row; null while its key is not at hand. */
export const opened = async (row, key) => (row.sealed ? unsealed(row.sealed, key) : row.value);

/** What may have arrived of a row's field: what was sent before with no answer, and the row's own value. */
export async function mayStand(row, key) {
  const before = row.unanswered ?? [];
  const values = await Promise.all([...(row.sealed ? before.map((part) => unsealed(part, key)) : before), opened(row, key)]);
  return values.filter((value) => value !== null);
}

/** Keeps a field that was typed; a secret only where it can be sealed. */
export async function keep({ person, guest, application, step, path, page, value, unanswered = [], revision, secret, at, held }, key) {
  const row = { person, guest, application, step, path, page, revision, at, held };
  if (!secret) Object.assign(row, { value, unanswered });
  else if (key && globalThis.crypto?.subtle) Object.assign(row, { sealed: await sealed(value, key), unanswered: await Promise.all(unanswered.map((part) => sealed(part, key))) });
  else return;
  await run("readwrite", (unsent) => {
    const asked = unsent.get(keyOf(row));
    // sealing takes a moment: an older value never comes after a newer one
    asked.onsuccess = () => { if (!(asked.result?.at > row.at)) unsent.put(row); };
  });
}

/** What a person could not send yet, in the order in which it was typed; of one application where named. */
export async function kept(person, application) {
  const rows = await run("readonly", (unsent) => unsent.getAll(IDBKeyRange.bound([person], [person, []])));
  return rows.filter((row) => !application || row.application === application).sort((one, other) => one.at - other.at);
}

/** The row of a field as it stands now; null when another tab has sent it. */
export const find = async (entry) => (await run("readonly", (unsent) => unsent.get(keyOf(entry)))) ?? null;

/** A field has arrived: forgets it, and notes that what was typed since is typed over the new revision; one that is refused has none. What another page typed is not: it has seen neither. */
export const settle = (entry, revision) => run("readwrite", (unsent) => {
  const asked = unsent.get(keyOf(entry));
  asked.onsuccess = () => {
    if (!asked.result || asked.result.page !== entry.page) return;
    if (asked.result.at === entry.at) unsent.delete(keyOf(entry));
    else if (revision !== undefined) unsent.put({ ...asked.result, revision, unanswered: [] });
  };
});

/** What a step shows, for reading it without a connection; no secrets. */
export const see = (seen) => run("readwrite", (_, store) => store.put(seen));
export const seen = async (person, application, step) => (await run("readonly", (_, store) => store.get([person, application, step]))) ?? null;

/** Whether a file on its way has lain here for longer than it is kept. */
export const isOld = (row) => row.at < Date.now() - dayMs;

/** What does not belong to the person: others' steps and files, what is too old. A guest's unsent fields go on as the person's own. */
export const tidy = (person, isGuest) => run("readwrite", (unsent, steps, files) => {
  each(steps, (row, at) => { if (row.person !== person) at.delete(); });
  each(unsent, (row, at) => {
    const adopted = person && !isGuest && row.guest && row.person !== person;
    if (row.at < Date.now() - longestMs || adopted) at.delete();
    if (adopted && !row.sealed) unsent.put({ ...row, person, guest: false });
  });
  each(files, (row, at) => { if (isOld(row) || (person && !row.guest && row.person !== person)) at.delete(); });
});

/** What `work` asks of the files on their way; null where the phone keeps none. */
export const files = (mode, work) => run(mode, (unsent, steps, kept) => work(kept)).catch(() => null);

export const wipe = () => run("readwrite", (...all) => { for (const store of all) store.clear(); });

function each(store, work) {
  store.openCursor().onsuccess = ({ target }) => {
    if (!target.result) return;
    work(target.result.value, target.result);
    target.result.continue();
  };
}
