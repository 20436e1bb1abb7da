// Documents of a paper form: a file is taken in as soon as it is chosen. It stays in its box until then, and what could not be sent goes again by itself.
const longestWait = 60_000;
const form = document.getElementById("documents");
const sign = document.getElementById("walk-in-files");
let sending = null;
let waiting = null;
let failures = 0;

const kindOf = (input) => input.closest("[data-kind]").dataset.kind;
const placeOf = (page, kind) => page.querySelector(`#documents [data-kind="${CSS.escape(kind)}"]`);
const boxes = (place) => [...(place?.querySelectorAll("input[type=file]") ?? [])];
const chosen = (place = form) => boxes(place).filter((input) => input.files.length > 0);

function tell(text, isBad) {
  sign.textContent = text;
  sign.classList.toggle("unsent", isBad);
}

function sendLater() {
  tell(form.dataset.unsent, true);
  waiting = setTimeout(takeIn, Math.min(1000 * 2 ** ++failures, longestWait));
}

// the page that comes back, or null: then it says why
async function send(inputs) {
  const body = new FormData();
  // before the files: the server reads the form as it comes
  body.set("__RequestVerificationToken", form.elements["__RequestVerificationToken"].value);
  for (const input of inputs) {
    for (const file of input.files) body.append(input.name, file);
  }
  let answer;
  let text;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    text = await answer.text();
  } catch {
    sendLater();
    return null;
  }
  if (answer.status >= 500 || answer.status === 429) {
    sendLater();
    return null;
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  if (answer.ok && page.getElementById("documents")) {
    failures = 0;
    return page;
  }
  // somebody has handed it in meanwhile, or claimed it: its record comes back, or nothing; else it is the sign-in that does
  const isGone = [403, 404].includes(answer.status) || new URL(answer.url).pathname.includes(form.closest("[data-application]").dataset.application);
  tell(isGone ? form.dataset.gone : form.dataset.signin, true);
  return null;
}

// what the page that came back says of a kind takes its place, unless a further file was chosen there meanwhile
function redraw(kind, page) {
  const place = placeOf(document, kind);
  const now = placeOf(page, kind);
  if (!now || chosen(place).length > 0) return null;
  const hadFocus = place.contains(document.activeElement);
  place.replaceWith(now);
  if (hadFocus) boxes(now).at(-1).focus();
  return boxes(now).find((input) => input.matches("[aria-invalid=true]")) ?? null;
}

async function sendAll() {
  let refused = null;
  while (chosen().length > 0) {
    tell(form.dataset.taking, false);
    const sent = new Map(chosen().map((input) => [input, input.files[0]]));
    const page = await send([...sent.keys()]);
    if (!page) return { isDone: false, box: refused ?? chosen()[0] };
    for (const [input, first] of sent) {
      if (input.files[0] === first) input.value = "";
    }
    for (const kind of new Set([...sent.keys()].map(kindOf))) refused = redraw(kind, page) ?? refused;
    tell(refused?.closest(".field").querySelector("[data-error-text]").textContent ?? form.dataset.taken, refused !== null);
  }
  return { isDone: refused === null, box: refused };
}

/** Whether a file is chosen and not yet taken in. */
export const isWaiting = () => chosen().length > 0;

/** Sends what is chosen, and what is chosen while it goes. Gives whether all is in, and the box of a file that is not. */
export function takeIn() {
  clearTimeout(waiting);
  sending ??= sendAll().finally(() => {
    sending = null;
  });
  return sending;
}

form?.addEventListener("change", () => {
  if (isWaiting()) takeIn();
});

form?.addEventListener("submit", (event) => {
  // taking one out goes by itself
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (isWaiting()) takeIn();
  else form.querySelector("input[type=file][id]")?.focus();
});

addEventListener("online", () => {
  if (isWaiting()) takeIn();
});

addEventListener("beforeunload", (event) => {
  if (isWaiting()) event.preventDefault();
});
