// The family pages' script. Every page works without it: it saves fields as they are typed, keeps on the phone what could not be sent,
// shows what another device changed, and goes on by itself where the connection was away. What it does stands in family/.
import { here, openPage, pathOf, person, signIs, waitsElsewhere } from "./family/page.js";
import { catchUp, askPhone } from "./family/sending.js";
import * as store from "./family/store.js";
import * as saving from "./family/saving.js";
import * as together from "./family/together.js";
import * as submitting from "./family/submitting.js";
import * as pickers from "./family/pickers.js";
import * as phone from "./family/phone.js";

saving.listeners.saved = together.saved;
saving.listeners.unsent = phone.sendLater;

let uploads = null;

async function start() {
  openPage();
  saving.reset();
  submitting.start();
  document.documentElement.classList.add("has-script");
  document.querySelector("[data-focus]")?.focus();
  pickers.start();
  if (document.querySelector(".offline-page")) return untilBack();
  const { turn } = here;
  await phone.tidy();
  if (turn !== here.turn) return;
  if (document.querySelector("form[data-uploads]")) uploads ??= import("./family/upload.js");
  uploads?.then((files) => files.start(), () => { uploads = null; });
  if (document.querySelector("[data-typed]")) import("./family/asking.js").then((asking) => asking.start(), () => {});
  await Promise.all([saving.restore(), together.start()]);
  await catchUpElsewhere();
  if (turn === here.turn && !signIs("unsent", "waiting", "signin")) await waitsElsewhere();
}

async function untilBack() {
  // never a second post: the step's page says what is there
  if ((await askPhone()).kind !== "later") location.replace(location.href.replace(/\/files$/, "/documents"));
  else setTimeout(untilBack, 4000);
}

// what other steps and forms of the same person have left behind
async function catchUpElsewhere() {
  const rows = person() ? await store.kept(person()).catch(() => []) : [];
  const application = here.form && here.application;
  if (!rows.some((row) => row.application !== application)) return;
  const signedIn = await askPhone();
  if (signedIn.person === person()) await catchUp(signedIn, application).catch(() => {});
}

document.addEventListener("input", (event) => {
  if (!here.form?.contains(event.target)) return;
  const path = pathOf(event.target);
  if (!path || event.target.dataset.keep) return;
  submitting.forget();
  together.type();
  saving.typed(path);
  saving.plan(saving.waitMs);
});
document.addEventListener("focusout", (event) => {
  if (!here.form?.contains(event.target)) return;
  saving.left(pathOf(event.relatedTarget ?? document.body));
  if (saving.unsent() > 0 && !saving.isFailing()) saving.plan(0);
});
document.addEventListener("change", (event) => {
  const { keep } = event.target.dataset;
  if (keep) saving.choose(event.target.closest("[data-conflict]"), keep === "theirs");
  else pickers.picked(event);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reload]")) untilBack();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-clears-unsent")) return submitting.submitted(event);
  if (form.dataset.wiped) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  // where it can't be had the connection is away
  import("./family/signing-out.js").then(({ signOut }) => signOut(form, event.submitter), () => alert(document.body.dataset.staysSignedIn));
}, true);
// an enhanced post or link that found no connection
window.addEventListener("unhandledrejection", (event) => { if (event.reason instanceof Error) submitting.failed(); });

function wake() {
  if (saving.unsent() > 0) saving.retry();
  if (signIs("waiting", "signin")) submitting.goOn();
  together.wake();
}

window.addEventListener("online", wake);
window.addEventListener("focus", wake);
window.addEventListener("pageshow", (event) => { if (event.persisted) start(); });
window.addEventListener("pagehide", () => saving.hurry(true));
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? saving.hurry(false) : wake()));
for (const kind of ["mousedown", "keydown"]) document.addEventListener(kind, pickers.search);
for (const kind of ["pointerdown", "keydown", "scroll"]) document.addEventListener(kind, together.touch, { passive: true });

// A page that came in the place of another is read from its top, or from the field that a link leads to: the browser would leave the focus on the button that stood in the same place.
let place = location.pathname;
let isBack = false;
window.addEventListener("popstate", () => { isBack = location.pathname !== place; });

function arrive() {
  const isNew = location.pathname !== place;
  const to = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  place = location.pathname;
  if (isBack || document.querySelector("[data-focus]") || !(isNew || to)) {
    isBack = false;
    return;
  }
  const target = to || document.querySelector("h1");
  const first = to && !to.matches("input, select, textarea, a") ? (to.querySelector("input:not([type=hidden]), select, textarea") ?? to) : target;
  if (!to) scrollTo(0, 0);
  if (!first) return;
  if (!first.matches("input, select, textarea, a")) first.tabIndex = -1;
  first.focus({ preventScroll: !to });
}

window.Blazor?.addEventListener("enhancedload", () => {
  arrive();
  start();
});
start();
if (document.readyState === "complete") phone.install();
else window.addEventListener("load", phone.install);
