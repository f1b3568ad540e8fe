// The checker works without reception: what it is made of is kept, and pages that were seen are shown again. Nothing
// else is kept here; keys and status lists rest with the page, which knows how old they are.
const KEPT = `sojourn-check-${SETTINGS.edition}`;

self.addEventListener("install", (event) => {
  const fetched = caches.open(KEPT).then((cache) => cache.addAll(SETTINGS.parts.map((part) => new Request(part, { cache: "reload" }))));
  event.waitUntil(fetched.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) =>
    Promise.all(names.filter((name) => name.startsWith("sojourn-check-") && name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === SETTINGS.page) event.respondWith(page(request));
  else if (SETTINGS.parts.includes(address.pathname)) event.respondWith(partOf(request));
});

// The newest page where there is reception; else the same one as it was, in the same language where it was seen.
async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request)) ?? (await cache.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

async function partOf(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreSearch: true })) ?? fetch(request);
}
