// Says five minutes before that the session ends, and lets it go on with one press. What is typed stays on the page.
// Other windows share the session: before anything is said the service is asked, which does not count as a use of it.

const WARN_SECONDS = 300;
// The page says the time in whole minutes, rounded up; the service is asked as early as that allows.
let roughness = 60;
const box = document.getElementById("session-end");
const part = (id) => document.getElementById(`session-${id}`);
let ends = Date.now() + Number(box.dataset.left) * 1000;
let timer;

function wake() {
  clearTimeout(timer);
  const left = Math.round((ends - Date.now()) / 1000);
  const warned = WARN_SECONDS + roughness;
  const wait = left > WARN_SECONDS ? Math.max(left - warned, 0) : Math.max(left, 0);
  // Half a second late, so that the service has come to the same moment.
  timer = setTimeout(look, wait * 1000 + 500);
}

async function left(method) {
  const form = part("stay");
  const body = method === "POST" ? new FormData(form) : undefined;
  const answer = await fetch(box.dataset.address, { method, body, redirect: "error", headers: { Accept: "application/json" } });
  if (answer.status !== 200 && answer.status !== 401) throw new Error("not now");
  return (await answer.json()).left;
}

async function look() {
  let seconds;
  try {
    seconds = await left("GET");
  } catch {
    seconds = Math.round((ends - Date.now()) / 1000);
  }
  roughness = 0;
  ends = Date.now() + seconds * 1000;
  if (seconds <= 0) return over();
  if (seconds <= WARN_SECONDS + 1) show();
  else if (box.open) box.close();
  wake();
}

function show() {
  if (!box.open) box.showModal();
}

function over() {
  clearTimeout(timer);
  part("end-words").hidden = part("stay").hidden = part("leave").hidden = true;
  part("ended-words").hidden = part("close").hidden = false;
  box.setAttribute("aria-labelledby", "session-ended-words");
  show();
  part("close").focus();
}

part("stay").addEventListener("submit", async (event) => {
  event.preventDefault();
  // The mark of a form that was sent: this one may be pressed again.
  delete event.target.dataset.sent;
  try {
    const seconds = await left("POST");
    if (seconds <= 0) return over();
    ends = Date.now() + seconds * 1000;
    box.close();
    wake();
  } catch {
    look();
  }
});
part("close").addEventListener("click", () => box.close());
// A machine that slept, or a page that was in the background, counts late.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
wake();
