// A session about to end warns first. Another window of the same person that is in use keeps this one quiet.
const { sessionSeconds, keepAlive, user } = document.body.dataset;
const dialog = document.getElementById("session-dialog");
const words = document.getElementById("words")?.dataset ?? {};
const WARN = Math.min(120, Number(sessionSeconds) / 3);
let until = 0;

const channel = "BroadcastChannel" in window ? new BroadcastChannel("desk-session") : null;
const extend = (tell = true) => {
  until = Date.now() + Number(sessionSeconds) * 1000;
  if (dialog.open) dialog.close("quiet");
  if (tell) channel?.postMessage(user);
};
if (channel) channel.onmessage = (event) => { if (event.data === user) extend(false); };

async function stay() {
  try {
    const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    const answer = await fetch(keepAlive, { method: "POST", headers, credentials: "same-origin" });
    if (answer.ok && !answer.redirected) return extend();
  } catch { return; /* no line: asked again at the next look */ }
  ended();
}

function ended() {
  until = Infinity;
  if (dialog.open) dialog.close("quiet");
  const note = Object.assign(document.createElement("div"), { className: "notice notice-warning" });
  const text = Object.assign(document.createElement("p"), { textContent: `${words.ended} ` });
  text.append(Object.assign(document.createElement("a"), { href: location.href, textContent: words.signin }));
  note.append(text);
  note.setAttribute("role", "alert");
  document.getElementById("messages")?.append(note);
}

function look() {
  const left = Math.round((until - Date.now()) / 1000);
  if (left <= 0) return ended();
  if (left > WARN) return;
  dialog.querySelector("[data-session-left]").textContent = `${left} ${words.seconds}`;
  if (!dialog.open) dialog.showModal();
}

if (sessionSeconds && dialog) {
  extend();
  dialog.addEventListener("close", () => { if (dialog.returnValue !== "quiet") stay(); dialog.returnValue = ""; });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && !event.detail.requestConfig?.triggeringEvent?.detail?.poll) extend(); });
  document.addEventListener("session:alive", () => extend()); // files on their way keep the session, up to its longest time
  setInterval(look, 1000);
}
