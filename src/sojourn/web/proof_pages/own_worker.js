// Shows a traveller's own certificate without reception, where the traveller chose to keep it on this telephone.
// Nothing is put in here by itself: the page does that when its button is pressed.
const KEPT = "sojourn-own-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(answerTo(request));
});

// The newest where there is reception, and then what is kept is renewed; else what is kept.
async function answerTo(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreVary: true });
  try {
    const answer = await fetch(request);
    if (kept && answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}
