// Saves a draft while it is typed. Without scripts each Continue saves; nothing else is lost.
// The form says where (data-autosave) and in which words a failure is told (data-not-saved); all other
// words come with the answer of the server, which has the last word on everything.

const PAUSE = 1200;
const LONGEST_WAIT = 60000;

// "Saved at 14:02." by the reader's own clock; the page comes with the time in UTC.
function savedAt(form, moment) {
  const time = moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return form.dataset.saved.replace("{time}", time);
}

function keepSaved(form) {
  const saved = document.querySelector("#saved");
  if (saved?.dataset.at) saved.textContent = savedAt(form, new Date(saved.dataset.at));
  const live = document.querySelector("#live");
  let timer;
  let unsaved = false;
  let failures = 0;
  let asked = 0;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    const turn = ++asked;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
        keepalive: document.visibilityState === "hidden",
      });
      if (answer.status >= 500) throw new Error("not now");
      const told = await answer.json();
      if (turn !== asked) return;
      failures = 0;
      unsaved = false;
      if (saved) saved.textContent = told.at ? savedAt(form, new Date(told.at)) : (told.saved ?? "");
      if (live && live.textContent !== (told.live ?? "")) live.textContent = told.live ?? "";
    } catch {
      failures += 1;
      if (saved) saved.textContent = form.dataset.notSaved;
      later(Math.min(PAUSE * 2 ** failures, LONGEST_WAIT));
    }
  }

  form.addEventListener("input", () => {
    unsaved = true;
    later(PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsaved && !form.dataset.sent) later(0);
  });
}

document.querySelectorAll("form[data-autosave]").forEach(keepSaved);
