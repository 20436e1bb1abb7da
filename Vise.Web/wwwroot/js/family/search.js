// A long list gets a search: the list itself stays as it is, and while it is open a combobox with the entries that match lies over it.
// Loaded when the first long list is opened. Words come from the list: its label, and what to say when nothing matches.
const looks = `
.search { position: absolute; z-index: 5; inset-inline: 0; display: grid; gap: 4px; }
.search ul { list-style: none; margin: 0; padding: 4px; max-height: 18rem; overflow: auto; background: var(--sheet); border: 1px solid var(--ink-soft); border-radius: var(--radius); box-shadow: 0 8px 24px rgb(0 0 0 / .18); }
.search li { min-height: 48px; padding: 11px 12px; border-radius: 4px; cursor: pointer; overflow-wrap: anywhere; }
.search li[aria-selected="true"] { background: var(--brand-soft); outline: 2px solid var(--brand); outline-offset: -2px; }
.search p { padding: 11px 12px; color: var(--ink-soft); }`;

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();

function make(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** Opens the search over a list, with what was typed already. Choosing tells the page as the list would. */
export function open(select, typed = "") {
  if (!document.getElementById("search-looks")) document.head.append(make("style", { id: "search-looks" }, looks));
  const id = `${select.id}-search`;
  const label = select.labels[0]?.innerText ?? select.name;
  const input = make("input", { role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-controls": `${id}-list`, "aria-label": label, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done" });
  const list = make("ul", { role: "listbox", id: `${id}-list`, "aria-label": label });
  const none = make("p", { role: "status" });
  const box = make("div", { class: "search" });
  const lines = [...select.options].filter((option) => option.value)
    .map((option, at) => Object.assign(make("li", { role: "option", id: `${id}-${at}` }, option.text), { option, keys: fold(`${option.text} ${option.dataset.also ?? ""}`) }));
  let shown = [];
  let active = null;

  const point = (line) => {
    active?.setAttribute("aria-selected", "false");
    active = line ?? null;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const narrow = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    shown = lines.filter((line) => words.every((word) => line.keys.startsWith(word) || line.keys.includes(` ${word}`)));
    if (shown.length === 0) shown = lines.filter((line) => words.every((word) => line.keys.includes(word)));
    list.replaceChildren(...shown);
    list.hidden = shown.length === 0;
    none.textContent = shown.length === 0 ? select.dataset.search : "";
    none.className = shown.length === 0 ? "" : "visually-hidden";
    if (shown.length > 0 && words.length > 0) none.textContent = `${shown.length} / ${lines.length}`;
    point(words.length > 0 ? shown[0] : shown.find((line) => line.option.selected));
  };
  let isOpen = true;
  // the focus goes first: a box that is taken away under it would leave it nowhere
  const close = (stays) => {
    isOpen = false;
    if (stays) select.focus();
    box.remove();
    select.parentElement.style.position = "";
  };
  const choose = (line, stays = true) => {
    const changed = select.value !== line.option.value;
    select.value = line.option.value;
    close(stays);
    if (!changed) return;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("input", narrow);
  // what is typed here is no answer: the list's own change is
  for (const kind of ["input", "change"]) box.addEventListener(kind, (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    const at = shown.indexOf(active);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? shown.length - 1 : at - 1, PageDown: Math.min(at + 8, shown.length - 1), PageUp: Math.max(at - 8, 0) }[event.key];
    if (to !== undefined) point(shown[(to + shown.length) % shown.length]);
    else if (event.key === "Enter") { if (active) choose(active); }
    // what was typed and is marked is taken along, as by a list of the browser's own; the key then goes on from the list
    else if (event.key === "Tab" && input.value.trim() && active) return choose(active);
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const line = event.target.closest("li"); if (line) choose(line); });
  box.addEventListener("focusout", (event) => {
    if (!isOpen || box.contains(event.relatedTarget)) return;
    if (input.value.trim() && shown.length === 1) choose(shown[0], false);
    else close(false);
  });

  select.parentElement.style.position = "relative";
  box.append(input, list, none);
  select.after(box);
  box.style.top = `${select.getBoundingClientRect().top - select.parentElement.getBoundingClientRect().top}px`;
  input.value = typed;
  input.focus();
  narrow();
}
