// The checker for telephones. All it needs is on the device: it works without reception.
import { openCamera } from "./camera.js";
import { readCode } from "./code.js";
import { Speaker, element, filled } from "./draw.js";
import { keepReport, sendReports, unsent } from "./reports.js";
import { kept, refresh, statusOf } from "./sources.js";
import * as store from "./store.js";
import { dayOfPeriod, verdictOf } from "./verdict.js";

const settings = JSON.parse(document.getElementById("check-settings").textContent);
const { words } = settings;
const speaker = new Speaker(document.documentElement.lang);
const part = (id) => document.getElementById(`check-${id}`);
const MOST_RESULTS = 20;
const KEEPING = "keep";
const ADDRESS = /^(https?:\/\/[^/]+)?(\/c\/[^/\s]+\/[^/\s?#]+)/;
let camera = null;
let busy = false;

async function checkText(text) {
  if (busy) return;
  busy = true;
  try {
    const address = ADDRESS.exec(text);
    if (address) return await followAddress(address);
    closeCamera();
    const now = new Date();
    let { keys } = await kept();
    let reading = await readCode(text.trim(), keys, now);
    if (["key_unknown"].includes(reading.outcome) && (await refresh(settings.sources))) {
      ({ keys } = await kept());
      reading = await readCode(text.trim(), keys, now);
    }
    if (reading.outcome === "key_unknown" && keys.length === 0) reading = { outcome: "no_keys" };
    const status = reading.facts ? await statusOf(reading.facts.status, reading.institutionId, keys, now) : null;
    await show(reading, verdictOf(reading, status, now, settings.staleHours), status, now);
    await showSources();
  } finally {
    busy = false;
  }
}

// The other code on the paper is an address: with reception it opens the page, here and nowhere else.
async function followAddress([, origin, path]) {
  closeCamera();
  if (origin && origin !== location.origin) return showPlain("other_service", "doubt", { address: origin });
  if (navigator.onLine) location.href = path;
  else showPlain("needs_reception", "doubt");
}

function showPlain(code, frame, values = {}) {
  drawVerdict(code, frame, [filled(words.sentences[code], values)]);
  finishVerdict();
}

async function show(reading, verdict, status, now) {
  const { facts } = reading;
  const values = facts ? valuesOf(reading, status, verdict) : {};
  const lines = [filled(words.sentences[verdict.code], values)];
  if (facts && verdict.code !== "signature_right" && status) lines.push(filled(words.status_as_of, values));
  if (verdict.code === "signature_right") lines.push(status ? filled(words.status_as_of, values) : words.status_unknown);
  (verdict.lines ?? []).forEach((line) => lines.push(words.lines[line]));
  if (facts) lines.push(words.proves_paper);
  drawVerdict(verdict.code, verdict.frame, lines);
  part("facts").replaceChildren(...(facts ? rowsOf(reading, now) : []));
  part("checked").replaceChildren(...verdict.checks.map(([code, mark]) => element("li", {}, `${words.checks[code]}: ${words.marks[mark]}`)));
  part("checks").hidden = verdict.checks.length === 0;
  part("unproven").hidden = !facts;
  finishVerdict(facts?.number);
  if (facts && (await store.get("sources", KEEPING))) await keepResult(facts.number, verdict, now);
}

function valuesOf({ facts, institutionName }, status, verdict) {
  return {
    institution: institutionName,
    issued: speaker.day(facts.issuedOn),
    start: speaker.day(facts.start),
    end: facts.end ? speaker.day(facts.end) : "",
    moment: status ? speaker.moment(status.issuedAt) : "",
    hours: status ? speaker.hours(verdict.ageHours) : "",
  };
}

function rowsOf({ facts, institutionName }, now) {
  const period = facts.end === null ? words.period_open : words.period;
  const counted = dayOfPeriod(facts, now);
  const rows = [
    [words.rows.number, facts.number],
    [words.rows.person, `${facts.givenNames} ${facts.familyName}`],
    [words.rows.birth_date, speaker.day(facts.birthDate)],
    [words.rows.period, filled(period, { start: speaker.day(facts.start), end: facts.end ? speaker.day(facts.end) : "" })],
    [words.rows.today, dayWords(counted)],
    [words.rows.legislation, speaker.country(facts.legislation)],
    [words.rows.host, speaker.country(facts.host)],
    [words.rows.article, facts.article],
    [words.rows.issuer, institutionName],
  ];
  return rows.filter(([, value]) => value).map(([key, value]) =>
    element("div", { className: "sj-summary__row" }, element("dt", {}, key), element("dd", {}, value)));
}

function dayWords(counted) {
  if (counted === null) return words.not_today;
  const values = { day: speaker.number(counted.day), days: counted.days && speaker.number(counted.days) };
  return filled(counted.days === null ? words.day : words.day_of, values);
}

function drawVerdict(code, frame, lines) {
  part("verdict").className = `sj-verdict sj-check__verdict${frame ? ` sj-verdict--${frame}` : ""}`;
  part("heading").textContent = words.headings[code];
  part("lines").replaceChildren(...lines.map((line) => element("p", {}, line)));
  part("facts").replaceChildren();
  part("checks").hidden = part("unproven").hidden = true;
}

function finishVerdict(number = "") {
  part("result").hidden = false;
  part("start").hidden = true;
  part("concern-number").value = number;
  part("heading").focus();
}

async function scan() {
  part("result").hidden = true;
  part("start").hidden = true;
  part("camera").hidden = false;
  part("no-camera").hidden = true;
  try {
    camera = await openCamera(part("video"), (text) => checkText(text));
    part("torch").hidden = !camera.hasTorch;
    part("torch").setAttribute("aria-pressed", "false");
  } catch {
    closeCamera();
    part("start").hidden = false;
    part("no-camera").hidden = false;
    // Typing comes first where the camera is refused or there is none.
    part("start").before(part("typing"));
    part("text").focus();
  }
}

function closeCamera() {
  camera?.stop();
  camera = null;
  part("camera").hidden = true;
}

async function keepResult(number, verdict, now) {
  await store.put("results", now.getTime(), { number, heading: words.headings[verdict.code], at: now.getTime() });
  const results = await store.all("results");
  for (const old of results.slice(0, Math.max(0, results.length - MOST_RESULTS))) await store.remove("results", old.at);
  await showResults();
}

async function showResults() {
  const wanted = Boolean(await store.get("sources", KEEPING));
  const results = wanted ? await store.all("results") : [];
  part("keep").checked = wanted;
  part("kept").replaceChildren(...results.reverse().map(({ number, heading, at }) =>
    element("li", {}, `${number}: ${heading} ${speaker.moment(at)}`)));
  part("forget").hidden = results.length === 0;
}

async function showSources() {
  const { keys, at } = await kept();
  const hours = at === null ? null : Math.floor((Date.now() - at) / 3600000);
  part("sources").textContent = keys.length === 0 ? words.no_keys : filled(words.sources, { moment: speaker.moment(at), hours: speaker.hours(hours) });
  part("freshness").classList.toggle("sj-check__stale", keys.length === 0 || hours > settings.staleHours);
}

async function renew() {
  part("refresh").disabled = true;
  const came = await refresh(settings.sources);
  await showSources();
  if (!came) part("sources").textContent += ` ${words.not_refreshed}`;
  part("refresh").disabled = false;
}

async function showReports(said = "") {
  const waiting = await unsent();
  const lines = waiting.map(({ writtenAt }) => filled(words.report_unsent, { moment: speaker.moment(writtenAt) }));
  part("reports").replaceChildren(...[...(said ? [said] : []), ...lines].map((line) => element("p", {}, line)));
  part("send").hidden = waiting.length === 0;
}

async function send() {
  const { sent, refused } = await sendReports(settings.concern);
  const said = sent.map((reference) => filled(words.report_sent, { reference }));
  for (const { report, errors } of refused) {
    report.entries.forEach(([name, value]) => part("concern").elements.namedItem(name) && (part("concern").elements.namedItem(name).value = value));
    said.push(...Object.values(errors));
  }
  await showReports(said.join(" "));
}

part("open").addEventListener("click", scan);
part("next").addEventListener("click", scan);
part("close").addEventListener("click", () => {
  closeCamera();
  part("start").hidden = false;
});
part("torch").addEventListener("click", async (event) => {
  const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(on));
  await camera?.torch(on).catch(() => {});
});
part("typing-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = part("text").value.trim();
  if (text) checkText(text);
  else part("text").focus();
});
part("number-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const [number, secret] = ["number", "secret"].map((name) => encodeURIComponent(part(name).value.replace(/\s/g, "")));
  if (number && secret) followAddress([null, null, `/c/${number}/${secret}`]);
});
part("keep").addEventListener("change", async (event) => {
  const wanted = event.currentTarget.checked;
  await store.put("sources", KEEPING, wanted);
  if (!wanted) await store.clear("results");
  await showResults();
});
part("forget").addEventListener("click", async () => {
  await store.clear("results");
  await showResults();
  part("keep").focus();
});
part("refresh").addEventListener("click", renew);
part("send").addEventListener("click", send);
part("concern").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.currentTarget;
  if (!form.elements.namedItem("seen").value.trim()) {
    await showReports(words.report_empty);
    form.elements.namedItem("seen").focus();
    return;
  }
  await keepReport(new FormData(form));
  form.reset();
  await send();
});
window.addEventListener("online", () => {
  renew();
  send();
});

part("app").hidden = false;
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(settings.worker, { scope: settings.scope });
  // Without this the device may throw the keys away when it runs short of room.
  navigator.storage?.persist?.();
}
if (!navigator.mediaDevices?.getUserMedia) {
  part("no-camera").hidden = false;
  part("open").hidden = true;
  part("start").before(part("typing"));
}
await showResults();
await showReports();
await showSources();
await renew();
document.documentElement.dataset.check = "ready";
