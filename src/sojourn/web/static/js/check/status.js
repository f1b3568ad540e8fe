// Reading a status list (Token Status List, as JWT) and what it says of one place. Never throws for what is given.
import { Unreadable, fromBase64Url, toText } from "./bytes.js";
import { keysNamed, signedBy } from "./keys.js";

const LARGEST_TOKEN = 6 << 20;
const LARGEST_LIST = 4 << 20;
const TOLERATED = 10 * 60 * 1000;
export const VALUES = ["valid", "invalid", "suspended"];

export async function readList(token, keys, now) {
  try {
    const [header, payload, signature, ...more] = token.length > LARGEST_TOKEN ? [] : token.split(".");
    if (signature === undefined || more.length) return { outcome: "unreadable" };
    const said = JSON.parse(toText(fromBase64Url(header)));
    if (Object.keys(said).sort().join() !== "alg,kid,typ" || said.alg !== "ES256" || said.typ !== "statuslist+jwt") {
      return { outcome: "unreadable" };
    }
    const signed = new TextEncoder().encode(`${header}.${payload}`);
    const named = keysNamed(keys, said.kid);
    for (const key of named) {
      if (await signedBy(key, signed, fromBase64Url(signature))) {
        return await told(JSON.parse(toText(fromBase64Url(payload))), key, now.getTime());
      }
    }
    return { outcome: named.length ? "altered" : "key_unknown" };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError || error instanceof TypeError) {
      return { outcome: "unreadable" };
    }
    throw error;
  }
}

// What the list says of a certificate that names this place and was signed by this institution; null for nothing.
export function valueAt(list, { uri, index }, institutionId) {
  const says = list.outcome === "genuine" || list.outcome === "expired";
  if (!says || list.uri !== uri || list.institutionId !== institutionId) return null;
  const perByte = 8 / list.bits;
  const byte = list.data[Math.floor(index / perByte)];
  if (byte === undefined) return null;
  return VALUES[(byte >> ((index % perByte) * list.bits)) & ((1 << list.bits) - 1)] ?? null;
}

async function told(claims, key, now) {
  const { sub, iat, exp, ttl, status_list: listed } = claims;
  const numbers = [iat, exp, ttl].every((each) => Number.isSafeInteger(each));
  if (typeof sub !== "string" || !numbers || ttl <= 0 || ![1, 2, 4, 8].includes(listed?.bits)) return { outcome: "unreadable" };
  return {
    outcome: outcome(key, iat * 1000, exp * 1000, now),
    institutionId: key.institution_id,
    uri: sub,
    issuedAt: iat * 1000,
    keepFor: ttl * 1000,
    bits: listed.bits,
    data: await unpacked(fromBase64Url(listed.lst)),
  };
}

function outcome(key, issued, expires, now) {
  if (key.compromised_since) return "key_compromised";
  if (!(Date.parse(key.valid_from) <= issued && issued <= Date.parse(key.valid_until))) return "altered";
  if (issued > now + TOLERATED) return "not_yet";
  return now > expires ? "expired" : "genuine";
}

async function unpacked(data) {
  const unpacking = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  const parts = [];
  let size = 0;
  for (const reader = unpacking.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LARGEST_LIST) {
      await reader.cancel();
      throw new Unreadable("too large");
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
