// Compiles the look into src/sojourn/web/static/built: one sheet, and the fonts and images that it names.
// Takes two seconds; scripts/setup.py runs it only when something in this folder has changed.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { drawWorld } from "./world.mjs";
import { Logger, compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const uswds = join(modules, "@uswds", "uswds");
const target = join(here, "..", "src", "sojourn", "web", "static", "built");

// Where the files named in the sheet's url(...) come from.
const origins = {
  fonts: join(modules, "@fontsource-variable", "public-sans", "files"),
  img: join(uswds, "dist", "img"),
};

// Beside the file stand its compressed forms, which are served as they are to browsers that read them.
function writeCompressed(name, content) {
  writeFileSync(join(fresh, name), content);
  writeFileSync(join(fresh, `${name}.gz`), gzipSync(content, { level: 9 }));
  writeFileSync(join(fresh, `${name}.br`), brotliCompressSync(content));
}

function copyNamedFiles(css, folder) {
  const names = new Set([...css.matchAll(/url\("?((?:fonts|img)\/[^")]+)"?\)/g)].map((match) => match[1]));
  for (const name of names) {
    const [kind, ...rest] = name.split("/");
    const destination = join(folder, name);
    mkdirSync(dirname(destination), { recursive: true });
    copyFileSync(join(origins[kind], ...rest), destination);
  }
  return names.size;
}

const { css } = compile(join(here, "sojourn.scss"), {
  loadPaths: [here, join(uswds, "packages")],
  logger: Logger.silent,
  style: "compressed",
});
const fresh = `${target}.${process.pid}`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
writeCompressed("sojourn.css", css);
// The reader of square codes, for browsers that read none themselves: loaded by the checker for telephones alone.
const qr = join(modules, "qr");
mkdirSync(join(fresh, "qr"));
for (const name of ["decode.js", "index.js"]) writeCompressed(join("qr", name), readFileSync(join(qr, name)));
copyFileSync(join(qr, "LICENSE"), join(fresh, "qr", "LICENSE.txt"));
copyFileSync(join(modules, "world-atlas", "LICENSE"), join(fresh, "world.LICENSE.txt"));
writeFileSync(join(fresh, "world.json"), JSON.stringify(drawWorld(join(modules, "world-atlas"))));
const copied = copyNamedFiles(css, fresh);
copyFileSync(join(modules, "@fontsource-variable", "public-sans", "LICENSE"), join(fresh, "fonts", "LICENSE.txt"));
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
console.log(`front end: ${Math.round(css.length / 1024)} kB of styles, ${copied} fonts and images`);
