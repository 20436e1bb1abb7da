// A form that is sent as a whole, a question to the school or changes asked for: what is typed lies on the phone until the server has it, so that a
// lapsed sign-in or a closed tab loses nothing. `data-typed` names the form; with `data-typed-sent` beside it, the one that has arrived.
import * as store from "./store.js";
import { isGuest, person } from "./page.js";

const sentAt = (name) => `vise-sent:${name}`;
const isTick = ({ type }) => type === "radio" || type === "checkbox";

const inputsOf = (form, name) => [...form.elements].filter((input) =>
  input.name && (!name || input.name === name) && !input.disabled && !["hidden", "submit", "button"].includes(input.type));

const read = (inputs) => (isTick(inputs[0]) ? inputs.filter((input) => input.checked).map((input) => input.value).join("\n") : inputs[0].value);

/** What the server wrote there. */
const stood = (inputs) => {
  const [first] = inputs;
  if (isTick(first)) return inputs.filter((input) => input.defaultChecked).map((input) => input.value).join("\n");
  return first.options ? ([...first.options].find((option) => option.defaultSelected) ?? first.options[0]).value : first.defaultValue;
};

const isTouched = (inputs) => read(inputs) !== stood(inputs);

function write(inputs, value) {
  for (const input of inputs) {
    if (isTick(input)) input.checked = value.split("\n").includes(input.value);
    else input.value = value;
  }
}

// held: nobody but this form sends it
function keep(form, name) {
  const inputs = inputsOf(form, name);
  if (!person() || inputs.length === 0) return;
  const secret = "private" in form.dataset || inputs.some((input) => "secret" in input.dataset);
  store.keep(
    { person: person(), guest: isGuest(), application: form.dataset.typed, step: "", path: name, value: read(inputs), revision: 0, secret, at: store.moment(), held: true },
    form.dataset.seal,
  ).catch(() => { /* a full or forbidden store: it is on the page */ });
}

const kept = (name) => (person() ? store.kept(person(), name).catch(() => []) : []);

async function forget(name, until = Infinity) {
  for (const row of await kept(name)) if (row.at <= until) await store.settle(row).catch(() => {});
}

const said = (text) => text.normalize().replace(/\s+/g, " ").trim();
// the answer was lost, but the page shows what was sent
const stands = (value) => [...document.querySelectorAll(".said")].some((place) => said(place.textContent) === said(value));

async function restore(form) {
  // typed before this script was there
  const touched = new Set(inputsOf(form).map((input) => input.name).filter((name) => isTouched(inputsOf(form, name))));
  for (const name of touched) keep(form, name);
  // the answer to what was sent and not taken shows it already
  if (document.querySelector("#error-summary, #refused")) return;
  for (const row of await kept(form.dataset.typed)) {
    const value = await store.opened(row, form.dataset.seal);
    const inputs = inputsOf(form, row.path);
    if (value === null || inputs.length === 0 || isTouched(inputs)) continue;
    if (value === read(inputs) || stands(value)) {
      await store.settle(row).catch(() => {});
      continue;
    }
    write(inputs, value);
    form.querySelector("[data-typed-back]").hidden = false;
  }
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-typed]");
  if (form && target.name) keep(form, target.name);
});

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!target.dataset.typed || defaultPrevented) return;
  try { sessionStorage.setItem(sentAt(target.dataset.typed), store.moment()); } catch { /* it is brought back once more */ }
}, true);

document.addEventListener("click", async ({ target }) => {
  const form = target.closest("[data-typed-drop]")?.closest("form");
  if (!form) return;
  await forget(form.dataset.typed);
  form.reset();
  form.querySelector("[data-typed-back]").hidden = true;
});

/** For each page that is shown: forgets what has arrived, and brings back what was typed and not sent. */
export async function start() {
  const sent = document.querySelector("[data-typed-sent]")?.dataset.typed;
  if (sent) {
    await forget(sent, Number(sessionStorage.getItem(sentAt(sent))));
    sessionStorage.removeItem(sentAt(sent));
  }
  for (const form of document.querySelectorAll("form[data-typed]")) await restore(form);
}
