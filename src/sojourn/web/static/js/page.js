// What every page gains with scripts on. Nothing here is needed: each form works without.

// A form is sent once: a second press while the first is under way is ignored.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.submitter?.hasAttribute("data-once") || form.hasAttribute("data-once")) {
    form.dataset.sent = "yes";
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  }
});

// The error summary takes the focus; a link in it leads into the box itself.
document.querySelector("#error-summary")?.focus();

// A field that was wrong is cleared as soon as it is mended; the server has the last word.
document.addEventListener("input", (event) => {
  const group = event.target.closest?.(".usa-form-group--error");
  if (!group) return;
  group.querySelectorAll("[aria-invalid]").forEach((box) => box.removeAttribute("aria-invalid"));
  group.querySelectorAll(".usa-input--error").forEach((box) => box.classList.remove("usa-input--error"));
  group.classList.remove("usa-form-group--error");
  group.querySelector(":scope .usa-error-message")?.remove();
});

// A whole date pasted into the box of the day ("2027-03-01") is spread over the three boxes.
document.addEventListener("paste", (event) => {
  const boxes = event.target.closest?.("[data-date]");
  const whole = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(event.clipboardData?.getData("text") ?? "");
  if (!boxes || !whole) return;
  event.preventDefault();
  const [day, month, year] = ["day", "month", "year"].map((part) => boxes.querySelector(`[name$="-${part}"]`));
  [day.value, month.value, year.value] = [Number(whole[3]), Number(whole[2]), whole[1]];
  year.dispatchEvent(new Event("input", { bubbles: true }));
});

// `data-print`: a button that prints. It is hidden until scripts run.
document.querySelectorAll("button[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// `data-copy="#id"`: a button that copies the text of another element and says so.
document.querySelectorAll("button[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    button.textContent = button.dataset.copied ?? button.textContent;
  });
});

// Paper cannot be opened: help is printed open.
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open])").forEach((details) => {
    details.open = true;
    details.dataset.printed = "yes";
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-printed]").forEach((details) => {
    details.open = false;
    delete details.dataset.printed;
  });
});
