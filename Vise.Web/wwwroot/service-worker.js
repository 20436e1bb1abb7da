// Stands between the family pages and the network: the app's own files from the phone, pages from the server, and where that is away
// the kept copy of an open draft's step, or the page that says so. It never touches the office, the API or sign-in.
import * as store from "./js/family/store.js";
import { askPhone, catchUp } from "./js/family/sending.js";

const shell = "vise-shell";
const drafts = "vise-draft:";
const outside = /^\/(desk|dashboard|admin|ops|api|openapi|connect|sign-in|sign-out|signed-out|signin-oidc|signout-callback-oidc|invitation|health|ready|_blazor|vise)(\/|$)/;
const signedOut = /^\/(sign-in\/password|signed-out)$/;
const file = /^\/((css|js|_framework|_content)\/.+\.[a-z0-9]{10}\.\w+|fonts\/.+\.woff2)$/;
const step = /^\/apply\/([0-9A-Z]{16})\/([a-z]+)$/;
const away = [502, 503, 504];
// AdmissionForm.IsSecret; a test holds both together
const secret = /^health\.|\.(aadhaar|apaarId|disability|impairment|disabilityCertificate|rteGround|rteGroup|rteIncome|rteCertificate)$/;
const longestMs = 12 * 3600 * 1000; // as long as a sign-in lasts unused

self.addEventListener("install", () => self.skipWaiting());
// no navigation preload: what the worker leaves alone would be asked for twice, and a sign-in's code is good for once
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" || (request.headers.get("Accept") ?? "").includes("blazor-enhanced-nav");
  if (outside.test(url.pathname)) {
    // where a sign-in is asked for, nobody is signed in any more
    if (isPage && signedOut.test(url.pathname)) event.waitUntil(forgetPages());
  } else if (request.method === "GET" && file.test(url.pathname)) event.respondWith(ownFile(request));
  else if (request.method === "GET" && isPage) event.respondWith(page(event, url));
  else if (request.method === "POST" && isPage) event.respondWith(post(event, url));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "vise-unsent") event.waitUntil(sendLeftBehind());
});

async function sendLeftBehind() {
  const phone = await askPhone();
  // a lapsed sign-in waits for the person; for a lost connection the browser tries again
  if (phone.kind === "signin") return;
  if (!phone.person || (await catchUp(phone)) === "later") throw new Error("Not yet.");
}

async function ownFile(request) {
  const known = await caches.match(request.url, { cacheName: shell, ignoreVary: true });
  if (known) return known;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(shell)).put(request.url, fresh.clone());
  return fresh;
}

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    if (away.includes(answer.status)) return (await copyOf(url)) ?? answer;
    return kept(event, answer);
  } catch {
    return (await copyOf(url)) ?? offline();
  }
}

// also where a post or a redirect led to a step
function kept(event, answer) {
  const at = answer.ok && answer.url ? new URL(answer.url) : null;
  if (at && step.test(at.pathname)) event.waitUntil(keepCopy(at, answer.clone()).catch(() => {}));
  return answer;
}

// the page of a step posts over what it shows: where that fails it must stay as it is, its script tries again
async function post(event, url) {
  const { request } = event;
  const isLoad = request.mode === "navigate";
  const copy = isLoad && step.test(url.pathname) ? request.clone() : null;
  try {
    const answer = await fetch(request);
    // led to sign-in in place of the step: the page stays, and says so itself
    if (!isLoad && answer.redirected && outside.test(new URL(answer.url).pathname)) return Response.error();
    if (!away.includes(answer.status)) return kept(event, answer);
    if (!copy) return isLoad ? answer : Response.error();
  } catch {
    if (!isLoad) return Response.error();
  }
  if (copy) await keepPosted(copy, url).catch(() => {});
  return offline();
}

async function offline() {
  const cache = await caches.open(shell);
  const [kept] = (await cache.keys()).filter((request) => new URL(request.url).pathname === "/offline");
  return (kept && await cache.match(kept)) ?? Response.error();
}

async function forgetPages() {
  for (const name of await caches.keys()) if (name.startsWith(drafts)) await caches.delete(name);
}

const personHere = async () => (await caches.keys()).find((name) => name.startsWith(drafts))?.slice(drafts.length);

async function copyOf(url) {
  const person = await personHere();
  const copy = person && await caches.match(url.origin + url.pathname, { cacheName: drafts + person });
  if (!copy || Date.now() - Number(copy.headers.get("X-Kept")) < longestMs) return copy;
  await forgetPages();
  return undefined;
}

/** Keeps a step that is questions, as the person who sees it, without what is secret and without the keys of the page. */
async function keepCopy(url, answer) {
  const html = await answer.text();
  const person = /<body[^>]*\sdata-person="([^"]+)"/.exec(html)?.[1];
  const form = /<form[^>]*\sdata-save="[^>]*>/.exec(html)?.[0];
  if (!person || !form || form.includes("data-private")) return;
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  headers.set("X-Kept", Date.now());
  await (await caches.open(drafts + person)).put(url.origin + url.pathname, new Response(withoutSecrets(html, form), { headers }));
}

function withoutSecrets(html, form) {
  const hidden = [...html.matchAll(/<input[^>]*\sdata-secret[^>]*>/g)].map(([tag]) => /\sdata-path="([^"]+)"/.exec(tag)?.[1]);
  return html
    .replace(form, () => form.replace(/\sdata-(seal|stamp)="[^"]*"/g, "").replace(/>$/, " data-from-cache>"))
    .replace(/<input[^>]*>/g, (tag) => {
      if (/\sdata-secret/.test(tag)) return tag.replace(/\svalue="[^"]*"/, "").replace(/\/?>$/, " disabled data-on-connection>");
      return hidden.includes(/\sdata-revision-of="([^"]+)"/.exec(tag)?.[1]) ? tag.replace(/\/?>$/, " disabled data-on-connection>") : tag;
    });
}

// posted by a page whose script was not there yet
async function keepPosted(request, url) {
  const person = await personHere();
  if (!person) return;
  const [, application, slug] = step.exec(url.pathname);
  const posted = await request.formData();
  for (const [name, revision] of posted) {
    const path = name.replace(/\.rev$/, "");
    if (path === name || secret.test(path)) continue;
    const date = ["day", "month", "year"].map((part) => posted.get(`${path}.${part}`));
    const value = date[0] === null ? posted.getAll(path).join(",") : store.dateOf(...date);
    const row = { person, guest: false, application, step: slug, path, value, revision: Number(revision), at: store.moment() };
    // what was typed and kept before is the same or newer
    if (value !== "" && !(await store.find(row))) await store.keep(row);
  }
}
