// From a reading and a status to a verdict: which heading, which frame, which lines. Words come from the page.
import { MARKS } from "./code.js";

const DAY = 24 * 3600 * 1000;
const HOUR = 3600 * 1000;

// `status`: {value, issuedAt} or null where no list on this device says anything of it. `now`: a Date.
export function verdictOf(reading, status, now, staleHours) {
  const { facts } = reading;
  if (!facts || !["genuine", "key_compromised", "expired", "not_yet"].includes(reading.outcome)) {
    return { code: reading.outcome, frame: reading.outcome === "altered" || reading.outcome === "not_ours" ? "bad" : "doubt", checks: [] };
  }
  const today = now.toISOString().slice(0, 10);
  const age = status ? Math.max(0, now.getTime() - status.issuedAt) : null;
  const stale = age === null || age > staleHours * HOUR;
  const checks = [
    ["signature", reading.outcome === "genuine" ? "met" : "not_met"],
    ["status", status === null ? "open" : status.value !== "invalid" ? "met" : "not_met"],
    ["period", facts.start <= today && (facts.end === null || today <= facts.end) ? "met" : "not_met"],
  ];
  const [code, frame] = judged(reading, status, stale, today);
  return { code, frame, checks, stale, ageHours: age === null ? null : Math.floor(age / HOUR), lines: linesOf(facts, status) };
}

function judged({ outcome, facts }, status, stale, today) {
  if (outcome !== "genuine") return [outcome, "doubt"];
  if (status?.value === "invalid") return ["invalid", "bad"];
  if (facts.end !== null && facts.end < today) return ["ended", "doubt"];
  if (today < facts.start) return ["not_begun", "doubt"];
  if (status === null || stale) return ["signature_right", "doubt"];
  return ["in_force", ""];
}

function linesOf({ marks }, status) {
  // While it is suspended it binds: a notice stands under the verdict, which stays what it was.
  const said = status?.value === "suspended" ? ["suspended"] : [];
  return [...said, ...["demonstration", "provisional", "namesShortened"].filter((mark) => marks & MARKS[mark])];
}

// "Day 214 of 1,096", or null outside the period.
export function dayOfPeriod({ start, end }, now) {
  const [today, first] = [Date.parse(now.toISOString().slice(0, 10)), Date.parse(start)];
  const last = end === null ? null : Date.parse(end);
  if (today < first || (last !== null && today > last)) return null;
  return { day: (today - first) / DAY + 1, days: last === null ? null : (last - first) / DAY + 1 };
}
