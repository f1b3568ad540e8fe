// Keeps one's own certificate on this telephone when the button is pressed, and takes it away again.
const KEPT = "sojourn-own-1";
const settings = JSON.parse(document.getElementById("own-settings").textContent);
const keep = document.getElementById("own-keep");
const drop = document.getElementById("own-drop");
const told = document.getElementById("own-told");

async function show() {
  const kept = (await caches.has(KEPT)) && (await (await caches.open(KEPT)).match(settings.pages[0]));
  keep.hidden = Boolean(kept);
  drop.hidden = !kept;
  told.textContent = kept ? told.dataset.kept : "";
}

async function keepAll() {
  const cache = await caches.open(KEPT);
  await cache.addAll([...settings.pages, ...settings.parts]);
  await navigator.serviceWorker.register(settings.worker, { scope: settings.scope });
}

if ("serviceWorker" in navigator && "caches" in window) {
  keep.addEventListener("click", async () => {
    try {
      await keepAll();
      await show();
    } catch {
      told.textContent = told.dataset.failed;
    }
  });
  drop.addEventListener("click", async () => {
    await caches.delete(KEPT);
    const known = await navigator.serviceWorker.getRegistration(settings.scope);
    await known?.unregister();
    await show();
  });
  await show();
}
