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

let typed = null; // while a search is on its way: what is typed for it
let isNative = false; // it could not be had: lists open as the browser does it

/** A press or a key that opens a long list, or looks for an entry in it: opens its search instead. */
export function search(event) {
  const select = event.target.closest?.("select[data-search]");
  const { key = "" } = event;
  if (!select || isNative || select.disabled || event.ctrlKey || event.metaKey || event.button > 0 || (key.length > 1 && !/^(Enter|Arrow(Up|Down))$/.test(key))) return;
  event.preventDefault();
  select.focus();
  const letter = key.length === 1 ? key : "";
  if (typed !== null) {
    typed += letter;
    return;
  }
  typed = letter.trim();
  import("./search.js").then((search) => search.open(select, typed), () => {
    isNative = true;
    select.showPicker?.();
  }).finally(() => { typed = null; });
}
