// Choosing goes on by itself; the page is loaded anew after each choice, and the next question is where the hand was.
const pickedKey = "vise-picked";

export function picked(event) {
  const picker = event.target.closest("form[data-picker]");
  if (!picker) return;
  try { sessionStorage.setItem(pickedKey, event.target.name); } catch { /* then the focus starts at the top */ }
  picker.requestSubmit();
}

export function start() {
  let last = null;
  try {
    last = sessionStorage.getItem(pickedKey);
    sessionStorage.removeItem(pickedKey);
  } catch { /* nothing kept */ }
  const pickers = [...document.querySelectorAll("form[data-picker] select")];
  const at = last ? pickers.findIndex((select) => select.name === last) : -1;
  if (at >= 0) (pickers.slice(at + 1).find((select) => !select.value) ?? pickers[at]).focus();
  // chosen before this script was there to hear it
  const early = pickers.find((select) => select.value !== ([...select.options].find((option) => option.defaultSelected)?.value ?? ""));
  early?.form.requestSubmit();
}

let opening = null; // the long list whose search is on its way, with what was typed meanwhile
let isNative = false; // the search could not be had: lists open as the browser does it

/** A press or a key that would open a long list, or look for an entry in it: opens its search instead. */
export function search(event) {
  const select = event.target.closest?.("select[data-search]");
  const { key = "" } = event;
  const opens = event.type === "mousedown" ? event.button === 0 : (key.length === 1 || ["Enter", "ArrowDown", "ArrowUp"].includes(key)) && !event.ctrlKey && !event.metaKey;
  if (!select || isNative || select.disabled || !opens) return;
  event.preventDefault();
  select.focus();
  if (opening) {
    opening.typed += key.length === 1 ? key : "";
    return;
  }
  const mine = opening = { typed: key.length === 1 ? key.trim() : "" };
  import("./search.js").then((search) => search.open(select, mine.typed), () => {
    isNative = true;
    select.showPicker?.();
  }).finally(() => { opening = null; });
}
