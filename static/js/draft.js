// What is typed into a form marked data-draft stays in this window until it is saved: it survives a session that ended,
// a refusal, a lost line. Passwords, files and anything marked data-secret are never kept, and nobody else's drafts are.
const user = document.body.dataset.user ?? "";
const words = document.getElementById("words")?.dataset ?? {};
const OURS = `draft:${user}:`;
const UNKEPT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith("draft:"));
const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const write = (key, draft) => { try { sessionStorage.setItem(key, JSON.stringify(draft)); } catch { /* full: not kept */ } };
const forms = () => [...document.querySelectorAll("form[data-draft]")];
const keyOf = (form) => `${OURS}${location.pathname}:${form.id || forms().indexOf(form)}`;
const kept = (form) => [...form.elements].filter((e) => e.name && !UNKEPT.has(e.type) && !e.closest("[data-secret]"));
const valueOf = (e) => (e.type === "checkbox" || e.type === "radio") ? e.checked : e.type === "select-multiple" ? [...e.selectedOptions].map((o) => o.value) : e.value;

const keep = (form, state) => write(keyOf(form), { state, values: kept(form).map((e) => [e.name, valueOf(e)]) });

function put(element, value) {
  if (typeof value === "boolean") element.checked = value;
  else if (Array.isArray(value)) [...element.options].forEach((option) => { option.selected = value.includes(option.value); });
  else element.value = value;
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

function restore(form, draft) {
  const fields = kept(form);
  if (fields.length !== draft.values.length || fields.some((e, i) => e.name !== draft.values[i][0])) return;  // the form changed
  const different = fields.filter((e, i) => JSON.stringify(valueOf(e)) !== JSON.stringify(draft.values[i][1]));
  if (!different.length) return;
  fields.forEach((e, i) => { if (different.includes(e)) put(e, draft.values[i][1]); });
  const note = Object.assign(document.createElement("div"), { className: "notice notice-warning" });
  const discard = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words.discard });
  discard.addEventListener("click", () => { sessionStorage.removeItem(keyOf(form)); form.reset(); note.remove(); });
  note.append(Object.assign(document.createElement("p"), { textContent: words.restored }), discard);
  note.setAttribute("role", "status");
  form.prepend(note);
}

// A form that was sent: did it arrive? Signed out, failed or refused keeps it; going back or reloading keeps it; else it was saved.
const sentStays = () => !user || "failed" in document.body.dataset || document.querySelector('[data-message="error"]') || ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);

function tidy() {
  for (const key of keys()) {
    const draft = read(key);
    if (user && !key.startsWith(OURS)) sessionStorage.removeItem(key);
    else if (draft?.state === "sent") sentStays() ? write(key, { ...draft, state: "kept" }) : sessionStorage.removeItem(key);
  }
}

tidy();
for (const form of forms()) {
  const draft = read(keyOf(form));
  if (draft && !("bound" in form.dataset)) restore(form, draft);
}
let waiting;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-draft]")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => keep(form, "typing"), 250);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  clearTimeout(waiting);
  if (form.matches("[data-leaving]")) {
    keys().forEach((key) => sessionStorage.removeItem(key));
    indexedDB.deleteDatabase("uploads"); // names of files that have not arrived
  }
  else if (form.matches("[data-draft]") && !event.defaultPrevented) keep(form, "sent");
});
