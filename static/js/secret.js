// What is typed into a form marked data-secret is sent beside the window's history: a browser keeps the body of a form that it
// sent itself, on the disk too, to be able to send it again. Without scripts the form is sent as any other.
async function send(form, button) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), credentials: "same-origin", headers: { "X-Sent-Beside": "yes" } });
  const onward = answer.headers.get("Location");
  if (onward) return location.assign(onward);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main");
  if (!fresh) return location.reload();
  document.querySelector("main").replaceWith(fresh);
  document.title = page.title;
  (fresh.querySelector("[data-errors]") ?? fresh.querySelector("[role=status]") ?? fresh).scrollIntoView({ block: "nearest" });
  fresh.querySelector("[data-errors]")?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-secret]");
  if (!form || form.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  if (button) button.disabled = true;
  send(form, null).catch(() => { if (button) button.disabled = false; });
}, true);
