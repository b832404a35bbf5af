// An identity is shown once: it leaves the page with whoever leaves it, so that no "back" brings it up again.
const shown = document.querySelector("[data-once]");
addEventListener("pagehide", () => shown?.remove());
addEventListener("pageshow", (event) => { if (event.persisted) location.replace(document.querySelector(".crumbs li:nth-last-child(2) a")?.href ?? "/"); });
