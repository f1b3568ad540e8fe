// What stays on this device: keys and status lists with their age, results where that is wanted, reports not sent yet.
const NAME = "sojourn-check";
const STORES = ["sources", "results", "reports"];
let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function within(store, mode, act) {
  const transaction = (await database()).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

export const get = (store, key) => within(store, "readonly", (kept) => kept.get(key));
export const all = (store) => within(store, "readonly", (kept) => kept.getAll());
export const put = (store, key, value) => within(store, "readwrite", (kept) => kept.put(value, key));
export const remove = (store, key) => within(store, "readwrite", (kept) => kept.delete(key));
export const clear = (store) => within(store, "readwrite", (kept) => kept.clear());
