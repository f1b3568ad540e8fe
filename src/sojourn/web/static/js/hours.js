// Tells an institution's hours in the reader's own time zone; without scripts they stand there in UTC.
const hour = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
for (const place of document.querySelectorAll("[data-opens]")) {
  const { opens, closes, words } = place.dataset;
  place.textContent = words
    .replace("{opens}", hour.format(new Date(opens)))
    .replace("{closes}", hour.format(new Date(closes)));
}
