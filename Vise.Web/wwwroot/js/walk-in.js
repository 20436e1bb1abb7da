// A paper form at the desk: what is typed is saved as soon as it is left, Enter goes to the next answer, Ctrl and Enter hands the form in.
const form = document.querySelector("form[data-walk-in]");
document.querySelector("[data-focus]")?.focus();

const saved = () => document.getElementById("walk-in-saved");
let unsaved = false;
let sending = null;
let again = false;

function tell(text) {
  saved().textContent = text;
  saved().classList.add("unsent");
}

async function save() {
  const body = new FormData(form);
  body.set("then", "keep");
  let answer;
  try {
    answer = await fetch(location.href, { method: "POST", body, headers: { Accept: "text/html" } });
  } catch {
    tell(form.dataset.unsent);
    return;
  }
  if (answer.status === 409) {
    // two versions of an answer stand: the form itself goes, and its page shows both
    form.requestSubmit(form.querySelector("button[value=keep]"));
    return;
  }
  const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const now = page?.querySelector("form[data-walk-in]");
  if (!now) {
    tell(answer.redirected || answer.status === 401 || answer.status === 400 ? form.dataset.signin : form.dataset.unsent);
    return;
  }
  // each further save is typed over what stands now
  for (const revision of now.querySelectorAll("[data-revision-of]")) {
    const mine = form.elements[revision.name];
    if (mine) mine.value = revision.value;
  }
  saved().replaceWith(now.querySelector("#walk-in-saved"));
  unsaved = again;
}

// one at a time: what changes meanwhile goes with the next
function saveSoon() {
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

form?.addEventListener("change", saveSoon);

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=hand-in]"));
  } else if (event.target.matches("input, select")) {
    event.preventDefault();
    const stops = [...form.elements].filter((one) => one.matches("input:not([type=hidden]), select, textarea, button:not([tabindex])") && one.offsetParent && !one.disabled);
    const next = stops.slice(stops.indexOf(event.target) + 1).find((one) => one.type !== "radio" || one.name !== event.target.name);
    next?.focus();
  }
});

// a save on its way would be overtaken by the form itself, and be no quarrel: the same answers over the same revisions
form?.addEventListener("submit", () => {
  unsaved = false;
});

addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
