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
