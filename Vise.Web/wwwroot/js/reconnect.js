// The desk's quiet word when the connection is gone. Blazor tells by an event; what is on the page stays readable.
const box = document.getElementById("components-reconnect-modal");

box.addEventListener("components-reconnect-state-changed", (event) => {
  const state = event.detail.state;
  if (state === "show") {
    box.show();
  } else if (state === "hide") {
    box.close();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenSeen);
  } else if (state === "rejected") {
    location.reload();
  }
});

box.addEventListener("click", (event) => {
  const wish = event.target.closest("[data-reconnect]")?.dataset.reconnect;
  if (wish === "retry") retry();
  if (wish === "reload") location.reload();
});

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenSeen);
  try {
    if (await Blazor.reconnect()) {
      box.close();
    } else if (await Blazor.resumeCircuit()) {
      box.close();
    } else {
      location.reload();
    }
  } catch {
    document.addEventListener("visibilitychange", retryWhenSeen);
  }
}

function retryWhenSeen() {
  if (document.visibilityState === "visible") retry();
}
