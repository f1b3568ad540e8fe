// The small part of CBOR (RFC 8949) of which offline codes are made: integers, bytes, text, lists, maps, nothing, one
// tag; in their shortest form, of definite length, not deep, not many, no key twice. The bytes are anybody's.
import { Unreadable, toText } from "./bytes.js";

const MOST_DEPTH = 5;
const MOST_ITEMS = 64;
const LENGTHS = { 24: 1, 25: 2, 26: 4, 27: 8 };

export function readCbor(bytes, tag = null) {
  const reader = { bytes, at: 0 };
  if (tag !== null) {
    const [major, argument] = head(reader);
    if (major !== 6 || argument !== tag) throw new Unreadable("tag");
  }
  const value = item(reader, 0);
  if (reader.at !== bytes.length) throw new Unreadable("more follows");
  return value;
}

function head(reader) {
  const first = reader.bytes[reader.at++];
  if (first === undefined) throw new Unreadable("cut off");
  const major = first >> 5;
  const short = first & 0b11111;
  if (short < 24) return [major, short];
  const length = LENGTHS[short];
  if (!length || major === 7 || reader.at + length > reader.bytes.length) throw new Unreadable("length");
  let argument = 0;
  for (let read = 0; read < length; read++) argument = argument * 256 + reader.bytes[reader.at++];
  if (!Number.isSafeInteger(argument)) throw new Unreadable("number");
  if (argument <= (length === 1 ? 23 : 2 ** (4 * length) - 1)) throw new Unreadable("not the shortest form");
  return [major, argument];
}

function item(reader, depth) {
  const [major, argument] = head(reader);
  if (major === 0) return argument;
  if (major === 1) return -1 - argument;
  if (major === 2 || major === 3) {
    const end = reader.at + argument;
    if (end > reader.bytes.length) throw new Unreadable("cut off");
    const part = reader.bytes.slice(reader.at, end);
    reader.at = end;
    return major === 2 ? part : toText(part);
  }
  if (major === 4 || major === 5) {
    if (argument > MOST_ITEMS || depth >= MOST_DEPTH) throw new Unreadable("too many or too deep");
    return major === 4 ? list(reader, argument, depth + 1) : map(reader, argument, depth + 1);
  }
  if (major === 7 && argument === 22) return null;
  throw new Unreadable("kind");
}

function list(reader, length, depth) {
  const read = [];
  for (let count = 0; count < length; count++) read.push(item(reader, depth));
  return read;
}

function map(reader, length, depth) {
  const read = new Map();
  for (let count = 0; count < length; count++) {
    const key = item(reader, depth);
    if ((typeof key !== "number" && typeof key !== "string") || read.has(key)) throw new Unreadable("key");
    read.set(key, item(reader, depth));
  }
  return read;
}
