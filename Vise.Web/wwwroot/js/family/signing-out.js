// Signing out leaves nothing of a person on a phone that others may use.
import * as store from "./store.js";
import * as saving from "./saving.js";
import { person } from "./page.js";
import { askPhone, catchUp } from "./sending.js";
import { forgetPages } from "./phone.js";

const patienceMs = 3000;

/** Sends what still waits, asks where that fails, wipes the phone, and lets the form go. Without a connection nobody is signed out, and that is said. */
export async function signOut(form, button) {
  if (person() && (await askPhone()).kind === "later") return alert(document.body.dataset.staysSignedIn);
  await Promise.race([sendAll(), new Promise((done) => { setTimeout(done, patienceMs); })]);
  const left = person() ? await store.kept(person()).catch(() => []) : [];
  if ((left.length > 0 || await store.files("readonly", (files) => files.count())) && !confirm(document.body.dataset.leavesUnsent)) return;
  saving.pause(true);
  document.body.dataset.wiped = "yes";
  await Promise.allSettled([store.wipe(), forgetPages(), Promise.resolve(sessionStorage.clear())]);
  form.dataset.wiped = "yes";
  form.requestSubmit(button);
}

async function sendAll() {
  await saving.send();
  if (person()) await catchUp(saving.phone()).catch(() => {});
}
