// Reports of concerns: written at any time, sent when there is reception, shown as unsent until then.
import * as store from "./store.js";

export async function keepReport(form) {
  const key = crypto.randomUUID();
  const photo = form.get("photo");
  const entries = [...form.entries()].filter(([name, value]) => name !== "photo" && value !== "");
  await store.put("reports", key, { key, entries, photo: photo?.size ? photo : null, writtenAt: Date.now() });
  return key;
}

export const unsent = () => store.all("reports");

// Send all; gives those that arrived, with their references, and those that were refused, with what to mend.
// Whoever asks while a sending is under way gets its outcome: reception comes back with several events at once.
let underWay = null;
export function sendReports(address) {
  underWay ??= sendEach(address).finally(() => (underWay = null));
  return underWay;
}

async function sendEach(address) {
  const [sent, refused] = [[], []];
  for (const report of await unsent()) {
    const body = new FormData();
    body.set("key", report.key);
    report.entries.forEach(([name, value]) => body.set(name, value));
    if (report.photo) body.set("photo", report.photo);
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, credentials: "omit" });
    } catch {
      break;
    }
    if (answer.ok) {
      await store.remove("reports", report.key);
      sent.push((await answer.json()).reference);
    } else if (answer.status === 422) {
      await store.remove("reports", report.key);
      refused.push({ report, errors: (await answer.json()).errors });
    } else {
      break;
    }
  }
  return { sent, refused };
}
