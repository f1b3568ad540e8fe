// Compiles the look into src/sojourn/web/static/built. Runs again only when an input has changed; `--force` always runs.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const uswds = join(modules, "@uswds", "uswds");
const target = join(here, "..", "src", "sojourn", "web", "static", "built");
const stampFile = join(target, "stamp.txt");

// Where the files named in the sheet's url(...) come from.
const origins = {
  fonts: join(modules, "@fontsource-variable", "public-sans", "files"),
  img: join(uswds, "dist", "img"),
};

function inputs() {
  const sheets = readdirSync(join(here, "look")).sort().map((name) => join("look", name));
  return ["build.mjs", "package-lock.json", "sojourn.scss", "_settings.scss", ...sheets];
}

function stamp() {
  const hash = createHash("sha256");
  for (const name of inputs()) hash.update(name).update(readFileSync(join(here, name)));
  return hash.digest("hex");
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

const wanted = stamp();
if (!process.argv.includes("--force") && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) {
  console.log("front end: up to date");
  process.exit(0);
}

const { compile, Logger } = await import("sass");
const { css } = compile(join(here, "sojourn.scss"), {
  loadPaths: [here, join(uswds, "packages")],
  logger: Logger.silent,
  style: "compressed",
});
const fresh = `${target}.${process.pid}`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
writeFileSync(join(fresh, "sojourn.css"), css);
const copied = copyNamedFiles(css, fresh);
copyFileSync(join(modules, "@fontsource-variable", "public-sans", "LICENSE"), join(fresh, "fonts", "LICENSE.txt"));
writeFileSync(join(fresh, "stamp.txt"), wanted);
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
console.log(`front end: ${Math.round(css.length / 1024)} kB of styles, ${copied} fonts and images`);
