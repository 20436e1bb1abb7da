// The worker and what it serves without a connection: the app's own files, the page that says so, the open draft's pages.
import * as store from "./store.js";
import { isGuest, person } from "./page.js";

const shell = "vise-shell";
const firstMs = 4000;
const pagesOf = (known) => `vise-draft:${known}`;
const withoutPrint = (path) => path.replace(/\.[a-z0-9]{10}\.(\w+)$/, ".$1");

/** Takes the kept pages off this phone, all or those of others. */
export async function forgetPages(except) {
  if (!globalThis.caches) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(pagesOf("")) && name !== (except && pagesOf(except)));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Asks the browser to send what waits as soon as there is a connection, also after the tab was closed. */
export async function sendLater() {
  try { await (await navigator.serviceWorker?.ready)?.sync?.register("vise-unsent"); } catch { /* the next visit sends it */ }
}

/** What a new page does first: what belongs to others goes. */
export const tidy = () => Promise.allSettled([store.tidy(person(), isGuest()), forgetPages(person())]);

/** For whoever is signed in; a passer-by gets no worker. */
export async function install() {
  if (!person() || !navigator.serviceWorker || !globalThis.caches) return;
  try {
    await navigator.serviceWorker.register("/service-worker.js", { type: "module" });
    await fill();
    setTimeout(keepFirst, firstMs);
  } catch { /* an older browser: all but reading without a connection works */ }
}

// the step that was open before there was a worker: asked for once more, through it, so that it can be read without a connection too
async function keepFirst() {
  if (!document.querySelector("form[data-save]") || !navigator.serviceWorker.controller || await caches.match(location.origin + location.pathname)) return;
  fetch(location.pathname, { headers: { Accept: "text/html; blazor-enhanced-nav=on" } }).catch(() => {});
}

async function fill() {
  const cache = await caches.open(shell);
  const here = location.origin;
  const files = [
    ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=modulepreload], script[src]")].map((file) => file.href ?? file.src),
    ...performance.getEntriesByType("resource").map((file) => file.name).filter((name) => /\.woff2$|\/family\/upload/.test(name)),
    import.meta.resolve?.("./signing-out.js"),
  ].filter((url) => url?.startsWith(here));
  // the page that is shown without a connection, in the person's language; it names the files of its day
  const offline = `${here}/offline?${new URLSearchParams({ language: document.documentElement.lang, of: new URL(document.getElementById("family-script").src).pathname })}`;
  const there = new Set((await cache.keys()).map((request) => request.url));
  await Promise.allSettled(files.filter((url) => !there.has(url)).map((url) => cache.add(url)));
  if (!there.has(offline)) {
    const page = await fetch(offline, { credentials: "omit", headers: { Accept: "text/html", "Accept-Language": document.documentElement.lang } });
    if (page.ok) await cache.put(offline, page);
  }
  const wanted = new Set([...files, offline]);
  const names = new Set([...wanted].map((url) => withoutPrint(new URL(url).pathname)));
  for (const url of there) if (!wanted.has(url) && names.has(withoutPrint(new URL(url).pathname))) await cache.delete(url);
}
