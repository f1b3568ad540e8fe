// What sign-in gains with scripts on: passwords can be shown, and passkeys used. Nothing here is needed.

// `data-shows="box"`: a button that shows the password in that box, and hides it again.
document.querySelectorAll("button[data-shows]").forEach((button) => {
  const box = document.getElementById(button.dataset.shows);
  if (!box) return;
  const words = [button.textContent, button.dataset.shown];
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = box.type === "password";
    box.type = shown ? "text" : "password";
    button.textContent = words[Number(shown)];
    button.setAttribute("aria-pressed", String(shown));
  });
  // A browser should remember it as a password.
  box.form?.addEventListener("submit", () => { box.type = "password"; });
});

// `data-needs-passkeys`: shown where the browser knows passkeys; `data-lacks-passkeys`: where it does not.
const knowsPasskeys = Boolean(window.PublicKeyCredential);
document.querySelectorAll("[data-needs-passkeys]").forEach((part) => { part.hidden = !knowsPasskeys; });
document.querySelectorAll("[data-lacks-passkeys]").forEach((part) => { part.hidden = knowsPasskeys; });

// The library tells of a passkey that was refused or not found; we say it in words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-failed]").forEach((words) => { words.hidden = false; });
});
