// Bytes from texts: Base45 (RFC 9285), base64url, hex. Each text has one reading, or none.
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...BASE45].map((character, value) => [character, value]));

export class Unreadable extends Error {}

export function fromBase45(text) {
  if (text.length % 3 === 1) throw new Unreadable("length");
  const read = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((character) => VALUES.get(character));
    if (digits.includes(undefined)) throw new Unreadable("character");
    const number = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (number > (digits.length === 3 ? 0xffff : 0xff)) throw new Unreadable("range");
    if (digits.length === 3) read.push(number >> 8);
    read.push(number & 0xff);
  }
  return Uint8Array.from(read);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function fromBase64Url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Unreadable("base64");
  return fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
}

export function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function toText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable("text");
  }
}

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
