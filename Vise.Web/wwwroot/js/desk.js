// Keys of the desk. Every page has ? (the list), / (the search) and Esc; a page names its own by data-key on what they press.
document.documentElement.dataset.pdf = navigator.pdfViewerEnabled ? "yes" : "no";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]");
  if (typing && event.key === "Escape" && !event.target.closest("[data-panel]")) {
    event.target.blur();
  } else if (event.key === "?" && !typing) {
    event.preventDefault();
    document.getElementById("desk-keys")?.showModal();
  } else if (event.key === "/" && !typing) {
    const search = document.querySelector("[data-desk-search] input");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (!typing || event.key === "Escape") {
    press(event);
  }
});

function press(event) {
  // a link or button in focus takes Enter itself; a key held down decides only once, though it may walk on
  if (event.key === "Enter" && event.target.closest?.("a, button, summary, input")) return;
  if (event.repeat && !"jk".includes(event.key)) return;
  const keyed = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)].filter((target) => !target.disabled);
  // the last on the page lies on top: an open panel closes before the page is left
  const target = keyed.find((one) => one.closest("[data-panel]")) ?? keyed.at(-1);
  if (target) {
    event.preventDefault();
    // what stands in the box is told before its form closes
    if (event.key === "Escape" && event.target.closest?.("[data-panel]")) event.target.blur();
    target.click();
  }
}

// what is written in several lines goes off by Ctrl and Enter; the change first, since the box still has the focus
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat && event.target.closest?.("form[data-panel]");
  if (!form) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
  form.requestSubmit();
});

// someone of the office may have filled in a form for their own child on this computer: what was not sent leaves with them
document.addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("data-clears-unsent")) return;
  indexedDB.deleteDatabase("vise");
  globalThis.caches?.keys().then((names) => names.filter((name) => name.startsWith("vise-draft:")).forEach((name) => caches.delete(name)));
});

// a search sent off leaves its box, so that j and k walk through what is found
document.addEventListener("submit", (event) => {
  if (event.target.closest("[data-desk-search]")) document.getElementById("main")?.focus();
});

// what a form finds missing is where one goes on: a new such mark takes the focus, once for each try
document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-panel=Return]")) return;
  const main = document.getElementById("main");
  const goThere = () => main.querySelector("[data-missing]")?.focus();
  const seen = new MutationObserver(() => {
    if (main.querySelector("[data-missing]")) {
      seen.disconnect();
      goThere();
    }
  });
  goThere();
  seen.observe(main, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-missing"] });
  setTimeout(() => seen.disconnect(), 3000);
});

// a form that opens in the page takes the focus, and gives it back to what opened it
let opened = null;
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && !button.closest("[data-panel]")) opened = button;
}, true);
const panelIn = (node) => node.nodeType !== Node.ELEMENT_NODE ? null : node.matches("form[data-panel]") ? node : node.querySelector("form[data-panel]");
new MutationObserver((changes) => {
  const come = changes.flatMap((change) => [...change.addedNodes]).map(panelIn).find((panel) => panel?.isConnected);
  const gone = changes.flatMap((change) => [...change.removedNodes]).some(panelIn);
  if (come && !come.contains(document.activeElement)) come.querySelector("input:not([disabled]), select:not([disabled]), textarea")?.focus();
  else if (gone && !come && document.activeElement === document.body && opened?.isConnected) opened.focus();
}).observe(document.documentElement, { childList: true, subtree: true });

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-dialog]");
  if (opener) document.getElementById(opener.dataset.opensDialog)?.showModal();
});
