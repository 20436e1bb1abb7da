// Keys of the desk that every page has: ? lists the keys, / goes to the search, Esc closes the list.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable=true]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "?") {
    event.preventDefault();
    document.getElementById("desk-keys")?.showModal();
  } else if (event.key === "/") {
    const search = document.querySelector("[data-desk-search] input");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens-dialog]");
  if (opener) document.getElementById(opener.dataset.opensDialog)?.showModal();
});
