// Single keys at the officers' desk. Each does what a visible link or button does: `data-key` on it, or around it,
// names its action. They can be changed and switched off on the page of the keys; there this is not loaded at all.
const kept = document.getElementById("desk-keys");
const keys = kept ? JSON.parse(kept.textContent) : {};
const actions = Object.fromEntries(Object.entries(keys).filter(([, key]) => key).map(([action, key]) => [key, action]));

// A tick takes no letters, so that keys go on working where one was set.
const takesText = (element) =>
  element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;

const PRESSED = "a[href], button, [tabindex]";

// What an action stands on: itself, or the first thing in it that can be pressed.
function target(action) {
  const marked = document.querySelector(`[data-key="${action}"]`);
  if (!marked && action === "back") return document.querySelector(".sj-back a");
  if (!marked) return null;
  return marked.matches(PRESSED) ? marked : marked.querySelector(PRESSED);
}

// Told to assistive technology as well.
for (const [action, key] of Object.entries(keys)) {
  if (key) target(action)?.setAttribute("aria-keyshortcuts", key);
}

// Up and down go through the cases of the page's lists.
function step(by) {
  const rows = [...document.querySelectorAll(".sj-desk main tbody th[scope=row] a")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
  rows[next].focus();
}

// What a decision cannot be sent without: a reason, and why each hindrance may be set aside.
function lacking(form) {
  const reasons = form.querySelectorAll("input[name=reasons]");
  if (reasons.length && ![...reasons].some((each) => each.checked)) return reasons[0];
  return [...form.querySelectorAll('textarea[name^="waiver-"]')].find((each) => !each.value.trim());
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (takesText(event.target)) {
    // Escape first leaves the box, so that nothing typed is lost by a slip.
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!action) return;
  if (action === "down" || action === "up") {
    event.preventDefault();
    step(action === "down" ? 1 : -1);
    return;
  }
  // On the page of a decision the key leads to what still has to be filled, then to the button, and does not press it:
  // that takes another key.
  const last = action === "decide" ? document.querySelector("main form button[name=step]") : null;
  if (last && !target(action)) {
    event.preventDefault();
    (lacking(last.form) ?? last).focus();
    return;
  }
  const found = target(action);
  if (!found) return;
  event.preventDefault();
  if (found.matches("a[href], button")) found.click();
  else found.focus();
});
