// The site without the network. `cargo xtask build` writes before this what it is: `RELEASE`, and
// `FILES`, every file of it with a hash in its name.
//
// - The page comes from the network, so that a new release is seen at once, and from here only when
//   that fails or says nothing for long.
// - Files with a hash never change: from here, else from the network.
// - A release is kept as a whole or not at all, and an older one goes when no page of it is open
//   (each holds a lock of that name, see boot.js). Nothing else is ever kept or answered.
const SCOPE = self.registration.scope;
const OWN = `muster ${SCOPE} `;
const CACHE = OWN + RELEASE;
const HASHED = /^[^/]*[-.][0-9a-f]{12,}[^/]*$/;
const PATIENCE = 4000; // milliseconds

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', (event) => event.waitUntil(sweep()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || !(origin + pathname).startsWith(SCOPE)) return;
  const name = (origin + pathname).slice(SCOPE.length);
  if (request.mode === 'navigate') {
    if (name === '' || name === 'index.html') event.respondWith(page(event));
  } else if (HASHED.test(name)) {
    event.respondWith(file(request));
  }
});

async function install() {
  const page = await fetch(SCOPE, { cache: 'no-cache' });
  const text = await page.text();
  if (!page.ok || !text.includes(`data-release="${RELEASE}"`)) {
    throw new Error(`the page at ${SCOPE} is of another release than ${RELEASE}`);
  }
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (name) => {
    const address = new URL(name, SCOPE).href;
    const response = (await kept(address)) ?? await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }));
  await cache.put(SCOPE, new Response(text, { headers: page.headers }));
  await self.skipWaiting(); // a page of an older release still finds its files, in its own cache
}

async function activate() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  await sweep();
}

// Removes the caches of older releases that no open page is of; not while a newer one is coming.
async function sweep() {
  if (self.registration.installing || self.registration.waiting) return;
  const { held } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  for (const name of await caches.keys()) {
    if (name.startsWith(OWN) && name !== CACHE && !open.has(name)) await caches.delete(name);
  }
}

// A file of any release that is kept here; nothing that another site of this origin keeps.
async function kept(address) {
  for (const cacheName of await caches.keys()) {
    const response = cacheName.startsWith(OWN) && await caches.match(address, { cacheName });
    if (response) return response;
  }
  return undefined;
}

async function file(request) {
  return (await kept(request.url)) ?? fetch(request);
}

async function page({ request, preloadResponse }) {
  const own = await caches.match(SCOPE, { cacheName: CACHE });
  const answer = Promise.resolve(preloadResponse).then((response) => response ?? fetch(request));
  if (!own) return answer;
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, own); });
  // A gateway that answers for a server that is down says 5xx.
  const sound = answer.then((response) => (response.status < 500 ? response : own), () => own);
  return Promise.race([sound, late]);
}
