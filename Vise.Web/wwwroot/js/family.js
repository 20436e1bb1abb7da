// The form's small script: saves each field as it is typed, keeps unsent ones on the phone, submits pickers on change.
// Every page works without it.
(() => {
  const store = (application) => `vise-unsent:${application}`;
  const pickedKey = "vise-picked";
  const waitMs = 800;
  const longestWaitMs = 30000;
  let form = null;
  let queue = new Map(); // path -> { value, revision, secret, held }
  let sending = null;
  let timer = 0;
  let failures = 0;
  let leaving = false; // a form is on its way and carries every field itself

  const one = (selector, root = form) => root?.querySelector(selector) ?? null;
  const byPath = (attribute, path) => one(`[${attribute}="${CSS.escape(path)}"]`);
  const revisionInput = (path) => byPath("data-revision-of", path);

  function pathOf(target) {
    return target.closest("[data-date]")?.dataset.date ?? target.dataset?.path ?? null;
  }

  function read(path) {
    const date = byPath("data-date", path);
    if (date) {
      const [day, month, year] = ["day", "month", "year"].map((part) => one(`[data-path="${CSS.escape(path)}.${part}"]`).value.trim());
      if (!day && !month && !year) return "";
      return /^\d{1,2}$/.test(day) && /^\d{1,2}$/.test(month) && /^\d{4}$/.test(year)
        ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
        : `${year}-${month}-${day}`;
    }
    const inputs = [...form.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)];
    if (inputs[0]?.hasAttribute("data-several")) return inputs.filter((input) => input.checked).map((input) => input.value).join(",");
    if (inputs[0]?.type === "radio" || inputs[0]?.type === "checkbox") return inputs.find((input) => input.checked)?.value ?? "";
    return inputs[0]?.value ?? "";
  }

  function write(path, value) {
    const date = byPath("data-date", path);
    if (date) {
      const [year = "", month = "", day = ""] = value.split("-");
      for (const [part, text] of [["day", day], ["month", month], ["year", year]]) one(`[data-path="${CSS.escape(path)}.${part}"]`).value = text;
      return;
    }
    for (const input of form.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)) {
      if (input.hasAttribute("data-several")) input.checked = value.split(",").includes(input.value);
      else if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else input.value = value;
    }
  }

  function sign(kind, time = "") {
    const place = document.getElementById("saved-sign");
    if (!place) return;
    place.dataset.state = kind;
    place.textContent = (place.dataset[kind] ?? "").replace("{0}", time);
  }

  // secrets are not left lying on a phone that others may use
  function persist() {
    if (!form) return;
    const entries = [...queue].filter(([, entry]) => !entry.secret);
    try {
      if (entries.length) localStorage.setItem(store(form.dataset.application), JSON.stringify(entries));
      else localStorage.removeItem(store(form.dataset.application));
    } catch { /* a full or forbidden store: the queue in memory still goes out */ }
  }

  function enqueue(path) {
    const known = queue.get(path);
    queue.set(path, {
      value: read(path),
      revision: known && !known.held ? known.revision : Number(revisionInput(path)?.value ?? 0),
      secret: one(`[data-path="${CSS.escape(path)}"]`)?.hasAttribute("data-secret") ?? false,
    });
    persist();
    sign("saving");
  }

  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  function showProblem(path, problem) {
    const place = byPath("data-error-for", path);
    if (!place) return;
    one("[data-error-text]", place).textContent = problem ?? "";
    place.hidden = !problem;
    if (!problem) dropFromSummary(path);
    place.closest(".field")?.classList.toggle("has-error", Boolean(problem));
    for (const input of place.closest(".field")?.querySelectorAll("input, select, textarea") ?? []) {
      if (problem) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  // what is worth saying beside an answer that is taken
  function showNote(path, note) {
    const place = byPath("data-note-for", path);
    if (!place) return;
    one("[data-note-text]", place).textContent = note?.text ?? "";
    place.classList.toggle("good", Boolean(note?.isGood));
    place.hidden = !note;
  }

  // a field that was mended and saved is no longer listed on top
  function dropFromSummary(path) {
    const summary = document.getElementById("error-summary");
    const id = path.replaceAll(".", "-");
    for (const link of summary?.querySelectorAll("a") ?? []) if (link.hash === `#${id}`) link.closest("li").remove();
    if (summary && !summary.querySelector("li")) summary.remove();
  }

  function showConflict(path, both) {
    const ask = byPath("data-ask", path);
    const template = one("template[data-conflict-template]");
    if (!ask || !template) return false;
    one("[data-conflict]", ask)?.remove();
    const holder = document.createElement("div");
    holder.append(template.content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("{path}", path);
    const box = holder.firstElementChild;
    if (both.mineText) one("[data-mine]", box).textContent = both.mineText;
    if (both.theirsText) one("[data-theirs]", box).textContent = both.theirsText;
    one("[data-standing]", box).value = both.revision;
    const entry = queue.get(path);
    if (entry && revisionInput(path)) revisionInput(path).value = entry.revision;
    box.addEventListener("change", (event) => {
      event.stopPropagation();
      revisionInput(path).value = both.revision;
      if (event.target.dataset.keep === "theirs") {
        write(path, both.theirs);
        queue.delete(path);
        persist();
        sign("saved", "");
      } else {
        queue.delete(path);
        enqueue(path);
        plan(0);
      }
      box.remove();
    });
    ask.prepend(box);
    return true;
  }

  async function send(keepalive = false) {
    clearTimeout(timer);
    if (sending || leaving || !form) return sending;
    const next = [...queue].find(([, entry]) => !entry.held);
    if (!next) return null;
    sending = post(form, next[0], next[1], keepalive === true);
    const again = await sending;
    sending = null;
    if (again && !leaving) await send();
    return null;
  }

  async function post(ofForm, path, entry, keepalive) {
    let answer = null;
    try {
      answer = await fetch(ofForm.dataset.save, {
        method: "POST",
        keepalive,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          RequestVerificationToken: ofForm.querySelector("[name=__RequestVerificationToken]").value,
        },
        body: JSON.stringify({ path, value: entry.value, revision: entry.revision }),
      });
    } catch { /* no connection */ }
    if (ofForm !== form) return false;
    const body = answer && (answer.ok || answer.status === 409 || answer.status === 422 || answer.status === 410) ? await answer.json().catch(() => null) : null;
    const current = queue.get(path);
    if (answer?.ok && body) {
      failures = 0;
      if (revisionInput(path)) revisionInput(path).value = body.revision;
      if (current?.value === entry.value) queue.delete(path);
      else if (current) current.revision = body.revision;
      persist();
      if (current?.value === entry.value) {
        showProblem(path, body.problem);
        showNote(path, body.note);
      }
      if (queue.size === 0) sign("saved", body.time);
      return queue.size > 0;
    }
    if (answer?.status === 409 && body) {
      // both versions stay: this one in the field, on the phone until the parent has chosen
      if (current) current.held = true;
      showConflict(path, body);
      sign("conflict");
      return true;
    }
    if ((answer?.status === 422 || answer?.status === 410) && body) {
      queue.delete(path);
      persist();
      showProblem(path, body.problem);
      return queue.size > 0;
    }
    sign("unsent");
    failures += 1;
    plan(Math.min(longestWaitMs, 1000 * 2 ** Math.min(failures, 5)));
    return false;
  }

  // what an earlier visit could not send comes back into its field and goes out over the revision it was typed over
  function restore() {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(store(form.dataset.application)) ?? "[]"); } catch { kept = []; }
    queue = new Map();
    for (const [path, entry] of kept) {
      const here = byPath("data-ask", path);
      if (here && read(path) === entry.value) continue;
      if (here) write(path, entry.value);
      if (here || !entry.held) queue.set(path, { ...entry, held: false });
      // the plain post must quarrel too: it is typed over the same revision as the queue's entry, not over the page's fresh one
      if (here && revisionInput(path)) revisionInput(path).value = entry.revision;
    }
    persist();
    if (queue.size > 0) {
      sign("unsent");
      plan(0);
    }
  }

  // the page is loaded anew after each choice: the next question is where the hand was
  function goOnPicking() {
    let picked = null;
    try {
      picked = sessionStorage.getItem(pickedKey);
      sessionStorage.removeItem(pickedKey);
    } catch { /* nothing kept */ }
    const pickers = [...document.querySelectorAll("form[data-picker] select")];
    const at = picked ? pickers.findIndex((select) => select.name === picked) : -1;
    if (at >= 0) (pickers.slice(at + 1).find((select) => !select.value) ?? pickers[at]).focus();
    // chosen before this script was there to hear it
    const early = pickers.find((select) => select.value !== ([...select.options].find((option) => option.defaultSelected)?.value ?? ""));
    early?.form.requestSubmit();
  }

  function start() {
    const found = document.querySelector("form[data-save]");
    document.querySelectorAll("form[data-sent]").forEach((sent) => delete sent.dataset.sent);
    leaving = false;
    document.documentElement.classList.add("has-script");
    document.querySelector("[data-focus]")?.focus();
    goOnPicking();
    if (found) {
      form = found;
      restore();
    } else {
      form = null;
      queue = new Map();
    }
  }

  document.addEventListener("input", (event) => {
    if (!form?.contains(event.target)) return;
    const path = pathOf(event.target);
    if (!path || event.target.dataset.keep) return;
    enqueue(path);
    plan(waitMs);
  });
  document.addEventListener("focusout", (event) => {
    if (form?.contains(event.target) && queue.size > 0) plan(0);
  });
  document.addEventListener("change", (event) => {
    const picker = event.target.closest("form[data-picker]");
    if (!picker) return;
    try { sessionStorage.setItem(pickedKey, event.target.name); } catch { /* then the focus starts at the top */ }
    picker.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const sent = event.target;
    if (sent.hasAttribute("data-clears-unsent")) {
      try { Object.keys(localStorage).filter((key) => key.startsWith("vise-unsent:")).forEach((key) => localStorage.removeItem(key)); } catch { /* nothing kept */ }
    }
    if (sent.method !== "post") return;
    if (sent.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (sent === form && sending) {
      // the save that is under way goes first, or the form would quarrel with itself
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      leaving = true;
      sending.finally(() => { sending = null; sent.requestSubmit(button); });
      return;
    }
    clearTimeout(timer);
    sent.dataset.sent = "yes";
    leaving = sent === form;
    setTimeout(() => { delete sent.dataset.sent; leaving = false; }, 8000);
  }, true);
  window.addEventListener("online", () => { failures = 0; plan(0); });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((sent) => delete sent.dataset.sent));
  window.addEventListener("pagehide", () => send(true));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") send(true); });
  window.Blazor?.addEventListener("enhancedload", start);
  start();
})();
