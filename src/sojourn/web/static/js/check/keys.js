// The keys that institutions publish, and checking a signature with one: ES256, whatever a header says.
import { fromBase64 } from "./bytes.js";

const CREDENTIAL = "credential";
const imported = new Map();

export function keysNamed(keys, kid) {
  return keys.filter((key) => key.kid === kid && key.purpose === CREDENTIAL);
}

export async function signedBy(key, data, signature) {
  const publicKey = await publicKeyOf(key);
  if (publicKey === null || signature.length !== 64) return false;
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, publicKey, signature, data);
}

async function publicKeyOf(key) {
  const certificate = key.x5c[0];
  if (!imported.has(certificate)) {
    const how = { name: "ECDSA", namedCurve: "P-256" };
    try {
      imported.set(certificate, await crypto.subtle.importKey("spki", spkiOf(fromBase64(certificate)), how, false, ["verify"]));
    } catch {
      // A key of another kind signs no tokens.
      imported.set(certificate, null);
    }
  }
  return imported.get(certificate);
}

// The public key inside an X.509 certificate (RFC 5280 section 4.1): the seventh field after the version.
function spkiOf(der) {
  const [certificate] = inside(der, 0);
  let [at] = inside(der, certificate);
  if (der[at] === 0xa0) at = after(der, at);
  for (let field = 0; field < 5; field++) at = after(der, at);
  return der.slice(at, after(der, at));
}

function inside(der, at) {
  let length = der[at + 1];
  let begin = at + 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    if (size > 3) throw new RangeError("length");
    length = 0;
    for (let read = 0; read < size; read++) length = length * 256 + der[begin++];
  }
  if (!(begin + length <= der.length)) throw new RangeError("cut off");
  return [begin, begin + length];
}

function after(der, at) {
  return inside(der, at)[1];
}
