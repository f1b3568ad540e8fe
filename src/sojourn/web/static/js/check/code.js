// Reading an offline code, as the service does: who signed it, and what it says. Nothing of it is read before its
// signature is right; keys and time are given. Never throws for anything in the text.
import { Unreadable, fromBase45, joined, toHex } from "./bytes.js";
import { readCbor } from "./cbor.js";
import { keysNamed, signedBy } from "./keys.js";

export const PREFIX = "SJ1:";
const LONGEST = 1000;
const SIGN1 = 18;
const [ALGORITHM, KEY_ID, ES256] = [1, 4, -7];
const [EXPIRES, ISSUED, STATUS, FACTS] = [4, 6, 65535, -65537];
const TOLERATED = 10 * 60 * 1000;
const DAY = 24 * 3600 * 1000;
export const MARKS = { a1: 1, namesShortened: 2, articleShortened: 4, provisional: 8, demonstration: 16, specimen: 32 };
const ALL_MARKS = 63;
const SHAPE = ["number", "string", "string", "string", "number", "string", "string", "number", "string?", "number", "number?"];

export async function readCode(text, keys, now) {
  if (!text.startsWith(PREFIX)) return { outcome: "not_ours" };
  let signed;
  try {
    signed = opened(text);
  } catch (error) {
    return unreadable(error);
  }
  const named = keysNamed(keys, signed.kid);
  if (named.length === 0) return { outcome: "key_unknown", kid: signed.kid };
  // The key id is short: another key may have the same, so that each is tried.
  for (const key of named) {
    if (await signedBy(key, toSign(signed), signed.signature)) return told(signed, key, now);
  }
  return { outcome: "altered", kid: signed.kid };
}

function opened(text) {
  if (text.length > LONGEST) throw new Unreadable("too long");
  const message = readCbor(fromBase45(text.slice(PREFIX.length).replace(/^[\r\n]+|[\r\n]+$/g, "")), SIGN1);
  if (!Array.isArray(message) || message.length !== 4) throw new Unreadable("no COSE_Sign1");
  const [protectedHeader, other, payload, signature] = message;
  const isBytes = [protectedHeader, payload, signature].every((part) => part instanceof Uint8Array);
  if (!(other instanceof Map) || other.size || !isBytes) throw new Unreadable("no COSE_Sign1 of ours");
  const headers = readCbor(protectedHeader);
  // Nothing else may stand there: a header could change the meaning.
  if (!(headers instanceof Map) || headers.size !== 2 || headers.get(ALGORITHM) !== ES256) throw new Unreadable("headers");
  const kid = headers.get(KEY_ID);
  if (!(kid instanceof Uint8Array) || kid.length !== 8 || signature.length !== 64) throw new Unreadable("key id");
  return { protectedHeader, payload, signature, kid: toHex(kid) };
}

// The bytes under the signature (RFC 9052 section 4.4), with header and payload exactly as they came.
function toSign({ protectedHeader, payload }) {
  const context = new TextEncoder().encode("Signature1");
  return joined(
    Uint8Array.of(0x84, 0x60 + context.length), context, byteString(protectedHeader), Uint8Array.of(0x40), byteString(payload),
  );
}

function byteString(bytes) {
  const { length } = bytes;
  if (length < 24) return joined(Uint8Array.of(0x40 + length), bytes);
  if (length < 256) return joined(Uint8Array.of(0x58, length), bytes);
  return joined(Uint8Array.of(0x59, length >> 8, length & 0xff), bytes);
}

function told(signed, key, now) {
  let claims;
  let facts;
  try {
    claims = claimsIn(signed.payload);
    facts = factsIn(claims);
  } catch (error) {
    return { ...unreadable(error), kid: signed.kid };
  }
  const [issued, expires] = [claims.get(ISSUED) * 1000, claims.get(EXPIRES) * 1000];
  return {
    outcome: outcome(facts, key, issued, expires, now.getTime()),
    facts,
    kid: signed.kid,
    institutionId: key.institution_id,
    institutionName: key.institution_name,
  };
}

function outcome(facts, key, issued, expires, now) {
  // Whoever has the key can write any day of issue.
  if (key.compromised_since) return "key_compromised";
  if (facts.marks & MARKS.specimen) return "specimen";
  const [from, until] = [Date.parse(key.valid_from), Date.parse(key.valid_until)];
  const inItsTime = dayOf(from) <= dayOf(issued) && dayOf(issued) <= dayOf(until);
  if (!inItsTime || expires > until) return "altered";
  if (now > expires) return "expired";
  return issued > now + TOLERATED ? "not_yet" : "genuine";
}

function claimsIn(payload) {
  const claims = readCbor(payload);
  if (!(claims instanceof Map)) throw new Unreadable("claims");
  const known = [EXPIRES, ISSUED, FACTS, STATUS];
  if (![EXPIRES, ISSUED, FACTS].every((claim) => claims.has(claim))) throw new Unreadable("a claim is missing");
  if (![...claims.keys()].every((claim) => known.includes(claim))) throw new Unreadable("an unknown claim");
  if (![EXPIRES, ISSUED].every((claim) => isMoment(claims.get(claim)))) throw new Unreadable("no moment");
  return claims;
}

function isMoment(seconds) {
  return typeof seconds === "number" && Math.abs(seconds) < 253402300800;
}

function factsIn(claims) {
  const values = claims.get(FACTS);
  if (!Array.isArray(values) || values.length !== SHAPE.length) throw new Unreadable("facts");
  values.forEach((value, place) => {
    const kind = SHAPE[place];
    const fits = typeof value === kind.replace("?", "") || (kind.endsWith("?") && value === null);
    if (!fits) throw new Unreadable("a fact is not of its kind");
  });
  const [marks, number, familyName, givenNames, birth, legislation, host, code, article, start, end] = values;
  if (number.length !== 16 || code < 0 || code > 12 || marks < 0 || marks & ~ALL_MARKS) throw new Unreadable("range");
  return {
    marks,
    number: [number.slice(0, 2), number.slice(2, 6), number.slice(6, 10), number.slice(10, 14), number.slice(14)].join("-"),
    familyName,
    givenNames,
    birthDate: day(birth),
    legislation,
    host,
    article,
    start: day(start),
    end: end === null ? null : day(end),
    issuedOn: new Date(claims.get(ISSUED) * 1000).toISOString().slice(0, 10),
    status: statusIn(claims.get(STATUS)),
  };
}

function statusIn(value) {
  if (value === undefined || value === null) return null;
  const listed = value instanceof Map ? value.get("status_list") : undefined;
  const [uri, index] = listed instanceof Map ? [listed.get("uri"), listed.get("idx")] : [];
  if (typeof uri !== "string" || !Number.isSafeInteger(index) || index < 0) throw new Unreadable("status");
  return { uri, index };
}

function dayOf(moment) {
  return Math.floor(moment / DAY);
}

function day(number) {
  const found = new Date(number * DAY);
  if (Number.isNaN(found.getTime()) || found.getUTCFullYear() < 1 || found.getUTCFullYear() > 9999) throw new Unreadable("day");
  return found.toISOString().slice(0, 10);
}

function unreadable(error) {
  if (error instanceof Unreadable || error instanceof RangeError) return { outcome: "unreadable" };
  throw error;
}
