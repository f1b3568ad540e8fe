// Keys and status lists: fetched when there is reception, kept with the moment at which they came, used as they are
// when there is none.
import { readList, valueAt } from "./status.js";
import * as store from "./store.js";

const MOST_LISTS = 60;

// Fetch all anew; what cannot be had stays as it was. True when the keys came. `from`: addresses of keys and lists.
export async function refresh(from) {
  try {
    const { institutions } = await json(from.keys);
    const keys = institutions.flatMap(({ id, name, keys: own }) =>
      own.map((key) => ({ ...key, institution_id: id, institution_name: name })));
    await store.put("sources", "keys", { keys, at: Date.now() });
    const { status_lists: lists } = await json(from.lists);
    await Promise.allSettled(lists.slice(-MOST_LISTS).map(fetchList));
    return true;
  } catch {
    return false;
  }
}

export async function kept() {
  return (await store.get("sources", "keys")) ?? { keys: [], at: null };
}

// What the newest list on this device says: {value, issuedAt}, or null. With reception a list that the institution asks
// to renew is fetched anew first.
export async function statusOf(reference, institutionId, keys, now) {
  if (reference === null) return null;
  let list = await listAt(reference.uri, keys, now);
  if ((list === null || now.getTime() - list.issuedAt > list.keepFor) && navigator.onLine) {
    await fetchList(reference.uri).catch(() => {});
    list = await listAt(reference.uri, keys, now);
  }
  const value = list && valueAt(list, reference, institutionId);
  return value ? { value, issuedAt: list.issuedAt } : null;
}

async function listAt(uri, keys, now) {
  const token = await store.get("sources", uri);
  const list = token ? await readList(token, keys, now) : null;
  return list?.issuedAt ? list : null;
}

async function fetchList(uri) {
  const address = new URL(uri, location.href);
  // Only this service is asked: a code may name any address.
  if (address.origin !== location.origin) return;
  const answer = await fetch(address, { headers: { Accept: "application/statuslist+jwt" }, cache: "no-cache", credentials: "omit" });
  if (answer.ok) await store.put("sources", uri, await answer.text());
}

async function json(address) {
  const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
