// A form that is sent while the connection is away stays on the page, says so, and goes on by itself when it is back.
import * as saving from "./saving.js";
import * as together from "./together.js";
import { here, sign, tokens, waitsElsewhere } from "./page.js";
import { askPhone, catchUp } from "./sending.js";

const againMs = 8000;   // a second click before that is the same click
const patienceMs = 20000;
const tryMs = 2000;

let wanted = null; // { form, button }: what goes on once the connection is back
let leaving = null;
let timer = 0;

const stop = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

/** Every form of a step's page that posts; other forms go the browser's own way. */
export function submitted(event) {
  const form = event.target;
  const button = event.submitter;
  if (form.method !== "post") return;
  if (form.dataset.sent === "yes") return stop(event);
  if (form === here.form) {
    if (saving.isUnderWay() && !saving.isFailing()) {
      // the save that is under way goes first, or the form would quarrel with itself
      stop(event);
      saving.pause(true);
      saving.send().finally(() => pass(form, button));
      return;
    }
    if (saving.isFailing() || together.isStale()) {
      stop(event);
      wait(form, button);
      return;
    }
    leave(form, button);
  } else if (form.closest(".step-page") && form.dataset.sent !== "go") {
    // it leaves the page: first see whether there is somewhere to go
    stop(event);
    tryPlain(form, button);
  } else {
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, againMs);
  }
}

function leave(form, button) {
  form.dataset.sent = "yes";
  saving.pause(true);
  together.remember();
  setTimeout(() => { if (form.dataset.sent === "yes") delete form.dataset.sent; }, againMs);
  const mine = leaving = { form, button };
  timer = setTimeout(() => { if (leaving === mine) failed(); }, patienceMs);
}

function pass(form, button) {
  if (form === here.form) {
    saving.pause(false);
    delete form.dataset.sent;
  } else form.dataset.sent = "go";
  form.requestSubmit(button);
}

/** The post of the step did not arrive. All that was typed is on the page, and on the phone where it is not saved. */
export function failed() {
  if (!leaving) return false;
  const { form, button } = leaving;
  leaving = null;
  clearTimeout(timer);
  delete form.dataset.sent;
  saving.pause(false);
  saving.fail();
  wait(form, button);
  return true;
}

function wait(form, button) {
  wanted = { form, button };
  sign("waiting");
  clearTimeout(timer);
  timer = setTimeout(goOn, 0);
}

/** Typing again takes the wish back; a conflict does too, since there is something to choose. */
export function forget() {
  if (!wanted) return;
  wanted = null;
  clearTimeout(timer);
}

export async function goOn() {
  if (!wanted) return;
  clearTimeout(timer);
  const mine = wanted;
  const answer = mine.form === here.form ? await stepAnswer() : await plainAnswer(mine.form);
  if (wanted !== mine) return;
  if (answer === "fine" || answer === "gone") {
    wanted = null;
    pass(mine.form, mine.button);
  } else if (answer === "choice" || saving.conflicts() > 0) forget();
  else {
    sign(answer === "signin" ? "signin" : "waiting");
    timer = setTimeout(goOn, answer === "signin" ? patienceMs : tryMs);
  }
}

async function stepAnswer() {
  saving.retry();
  const kind = await saving.send();
  if (kind !== "fine") return kind;
  return saving.conflicts() > 0 ? "later" : together.look();
}

// what other steps have left behind goes first, and a form is not handed in over an open choice
async function plainAnswer(form) {
  const phone = await askPhone();
  if (!phone.person) return phone.kind;
  for (const input of tokens()) input.value = phone.token;
  const kind = await catchUp(phone).catch(() => "done");
  if (kind !== "done") return kind === "later" ? "later" : "signin";
  return form.hasAttribute("data-hands-in") && (await waitsElsewhere()) ? "choice" : "fine";
}

async function tryPlain(form, button) {
  form.dataset.sent = "yes";
  const answer = await plainAnswer(form);
  delete form.dataset.sent;
  if (answer === "fine") pass(form, button);
  else if (answer !== "choice") wait(form, button);
}

export function start() {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  clearTimeout(timer);
  wanted = leaving = null;
}
