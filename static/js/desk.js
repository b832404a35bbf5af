// What every page has: keys, menus, confirmations, copying, light or dark, panels that failed, ticked rows.
const words = document.getElementById("words")?.dataset ?? {};
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") all("[data-menu][open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (search) { event.preventDefault(); search.focus(); search.select(); }
});
document.addEventListener("click", (event) => {
  all("[data-menu][open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
});

// Confirmation of what cannot easily be undone
const dialog = document.getElementById("confirm-dialog");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset?.confirm || form.dataset.confirmed || !dialog) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  dialog.querySelector("#confirm-words").textContent = form.dataset.confirm;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  };
  dialog.showModal();
}, true);
// A panel that asks by itself waits meanwhile: it would take away the form that is being confirmed
document.addEventListener("htmx:beforeRequest", (event) => { if (dialog?.open) event.preventDefault(); });

// Copying
const offerCopies = (root) => all("[data-copy]", root).forEach((button) => { button.hidden = !navigator.clipboard; });
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  say(words.copied);
});

// A sentence for everybody, screen readers included
function say(sentence, level = "info") {
  const place = document.getElementById("messages");
  if (!place || !sentence) return;
  const note = document.createElement("div");
  note.className = `notice notice-${level}`;
  note.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  place.append(note);
  if (level === "info") setTimeout(() => note.remove(), 4000);
}

// Messages can be put away
all("[data-message]").forEach((note) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "notice-close", textContent: "✕" });
  button.setAttribute("aria-label", document.getElementById("messages").dataset.dismissLabel);
  button.addEventListener("click", () => note.remove());
  note.append(button);
});
document.querySelector("[data-errors]")?.focus();

// Light or dark
all("[data-theme-choice]").forEach((group) => {
  const stored = () => { try { return localStorage.getItem("theme") || ""; } catch { return ""; } };
  group.hidden = false;
  all("input", group).forEach((input) => {
    input.checked = input.value === stored();
    input.addEventListener("change", () => {
      try { input.value ? localStorage.setItem("theme", input.value) : localStorage.removeItem("theme"); } catch { /* not kept */ }
      dispatchEvent(new Event("themechange"));
    });
  });
});

// A panel that could not be fetched says so and offers another try
function panelFailed(event) {
  const place = event.target.closest?.("[data-panel] .panel-body");
  if (!place) return;
  const note = Object.assign(document.createElement("p"), { className: "panel-link", textContent: `${words.failed} ` });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words.again });
  again.addEventListener("click", () => htmx.ajax("GET", place.getAttribute("hx-get"), { target: place, swap: "innerHTML" }));
  note.append(again);
  place.replaceChildren(note);
}
["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, panelFailed));
document.addEventListener("htmx:load", (event) => { offerCopies(event.target); countTicks(); });

// Ticked rows
function countTicks() {
  const count = document.querySelector("[data-bulk-count]");
  if (!count) return;
  const ticked = all('input[name="ref"][form="bulk"]:checked').length;
  const text = ticked ? `${count.dataset.some} ${ticked}` : count.dataset.none;
  if (count.textContent !== text) count.textContent = text;
}
all("[data-bulk-all]").forEach((box) => { box.hidden = false; });
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-bulk-all]")) all('input[name="ref"][form="bulk"]').forEach((box) => { box.checked = event.target.checked; });
  if (event.target.matches('[data-bulk-all], [form="bulk"]')) countTicks();
});
offerCopies(document);
countTicks();
