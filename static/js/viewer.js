// The page of an item: all is links and works without this. Here pages turn without loading the whole page anew, zoom and
// turn follow at once, hits are gone through, a selection becomes an excerpt.
const KEYS = { ArrowRight: "next", j: "next", ArrowLeft: "previous", k: "previous", n: "nextHit", p: "previousHit", "+": "closer", "=": "closer", "-": "farther", 0: "fit", 9: "whole", r: "turn", t: "text", f: "find", e: "excerpt", "?": "keys" };
const ZOOMS = [50, 75, 100, 125, 150, 200, 300, 400];
const typing = (target) => target.closest("input, textarea, select, dialog, [contenteditable], audio, video, [role=slider]");

class Viewer {
  constructor(root) {
    this.hit = -1;
    this.dress(root);
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("popstate", () => this.fetch(location.href, false));
  }

  // The part of the page that was put in place, with what its links do while there are scripts
  dress(root, last = false) {
    this.root = root;
    this.hits = [...root.querySelectorAll("[data-hit]")];
    this.picture = root.querySelector("[data-picture]");
    this.state = new URL(location.href).searchParams;
    root.addEventListener("click", (event) => this.click(event));
    root.querySelectorAll(".no-script").forEach((button) => { button.hidden = true; });
    root.querySelector("[data-jump]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
    root.querySelectorAll("form[method=get]").forEach((form) => form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.fetch(`?${new URLSearchParams(new FormData(form))}`);
    }));
    root.querySelector(".viewer-thumbs [aria-current]")?.scrollIntoView({ block: "nearest" });
    const wanted = root.querySelector("[data-chosen], mark.excerpt") ?? null;
    if (this.state.get("excerpt") && wanted) wanted.scrollIntoView({ block: "center" });
    else if (this.hits.length && this.state.get("q")) this.toHit(last ? this.hits.length : 1);
  }

  key(event) {
    const verb = KEYS[event.key];
    if (!verb || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key.startsWith("Arrow") && (event.shiftKey || this.scrolls(event.target))) return;
    event.preventDefault();
    this[verb]();
  }

  // What is wider than its window is scrolled by the arrows
  scrolls(target) {
    const region = target.closest?.(".viewer-pages, .table-region");
    return region && region.scrollWidth > region.clientWidth + 1;
  }

  click(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const verb = link.dataset.do;
    if (["closer", "farther", "fit", "whole", "turn", "nextHit", "previousHit", "excerpt"].includes(verb)) {
      event.preventDefault();
      this[verb]();
    } else if (link.matches("[data-thumb], .viewer-bar a:not([href*='/pages/']), .pager a")) {
      event.preventDefault();
      this.fetch(link.href);
    }
  }

  link(name) { return this.root.querySelector(`a[data-do="${name}"]`); }
  follow(name, last = false) { const link = this.link(name); if (link) this.fetch(link.href, true, last); }
  next() { this.follow("next"); }
  previous() { this.follow("previous"); }
  find() { this.root.querySelector("[data-find]")?.select(); }
  keys() { const keys = this.root.querySelector("[data-keys]"); keys.open = !keys.open; if (keys.open) keys.querySelector("summary").focus(); }
  text() { const shown = this.root.querySelector(".which [aria-current]"); const links = [...this.root.querySelectorAll(".which a")]; const to = links.find((a) => a === this.link("text")) === shown ? links[0] : this.link("text"); if (to) this.fetch(to.href); }

  async fetch(address, push = true, last = false) {
    const url = new URL(address, location.href);
    for (const name of ["zoom", "turn"]) if (push && !url.searchParams.has(name) && this.state.has(name)) url.searchParams.set(name, this.state.get(name));
    this.root.setAttribute("aria-busy", "true");
    let part = null;
    try {
      const answer = await fetch(url, { headers: { "X-Viewer-Part": "yes" } });
      if (answer.ok && !answer.redirected) part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-viewer]");
    } catch { /* the line is down: the browser says so when it goes there itself */ }
    if (!part) { location.assign(url); return; }
    const held = document.activeElement?.dataset?.do;
    const scrolled = this.root.querySelector(".viewer-thumbs")?.scrollTop ?? 0;
    if (push) history.pushState(null, "", url);
    part.querySelector("[data-fold]").checked = this.root.querySelector("[data-fold]").checked;
    this.root.replaceWith(part);
    globalThis.htmx?.process(part);
    this.hit = -1;
    const list = part.querySelector(".viewer-thumbs");
    if (list) list.scrollTop = scrolled;
    this.dress(part, last);
    (held && this.link(held))?.focus();
    if (part.getBoundingClientRect().top < 0 && this.hit < 0) part.scrollIntoView();
  }

  nextHit() { this.step(1, "nextHit"); }
  previousHit() { this.step(-1, "previousHit"); }

  step(by, otherwise) {
    const to = this.hit + by;
    if (to >= 0 && to < this.hits.length) this.toHit(by);
    else if (this.link(otherwise)) this.follow(otherwise, by < 0); // backwards one comes to the last hit of the page before
    else if (this.hits.length) this.toHit(by);
  }

  toHit(by) {
    this.hits[this.hit]?.classList.remove("now");
    this.hit = (this.hit + by + this.hits.length) % this.hits.length;
    const hit = this.hits[this.hit];
    const folded = hit.closest("details");
    if (folded) folded.open = true;
    hit.classList.add("now");
    hit.scrollIntoView({ block: "center", inline: "nearest" });
  }

  closer() { this.zoom(ZOOMS.find((one) => one > this.zoomed()) ?? ZOOMS.at(-1)); }
  farther() { this.zoom(ZOOMS.findLast((one) => one < this.zoomed()) ?? ZOOMS[0]); }
  fit() { this.zoom(100); }
  whole() { this.zoom(0); }
  zoomed() { return Number(this.state.get("zoom") ?? 100) || 100; }

  zoom(to) {
    if (!this.picture) return;
    this.picture.classList.toggle("whole", !to);
    if (to) this.picture.setAttribute("width", `${to}%`);
    else this.picture.removeAttribute("width");
    this.remember("zoom", to === 100 ? null : to);
  }

  turn() {
    if (!this.picture) return;
    const turned = (Number(this.state.get("turn") ?? 0) + 90) % 360;
    const [wide, tall] = [Number(this.picture.dataset.wide), Number(this.picture.dataset.tall)];
    const [x, y] = { 0: [0, 0], 90: [tall, 0], 180: [wide, tall], 270: [0, wide] }[turned];
    this.picture.setAttribute("viewBox", turned % 180 ? `0 0 ${tall} ${wide}` : `0 0 ${wide} ${tall}`);
    this.picture.firstElementChild.setAttribute("transform", `translate(${x} ${y}) rotate(${turned})`);
    this.remember("turn", turned || null);
  }

  remember(name, value) {
    const url = new URL(location.href);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    history.replaceState(null, "", url);
    this.state = url.searchParams;
  }

  // Characters of the page's text that are selected: each piece knows the first it shows
  selected() {
    const range = getSelection()?.rangeCount ? getSelection().getRangeAt(0) : null;
    if (!range || range.collapsed || !this.root.contains(range.commonAncestorContainer)) return null;
    const pieces = [...this.root.querySelectorAll("[data-s]")].filter((one) => range.intersectsNode(one));
    const within = pieces.filter((one) => this.share(one, range).join("") !== "00" && this.share(one, range)[0] < this.share(one, range)[1]);
    if (!within.length) return null;
    const [first, last] = [within[0], within.at(-1)];
    return { start: Number(first.dataset.s) + this.share(first, range)[0], end: Number(last.dataset.s) + this.share(last, range)[1], pictured: Boolean(first.closest("svg")) };
  }

  // Which characters of a piece lie in the range
  share(piece, range) {
    const length = piece.textContent.length;
    const from = piece.contains(range.startContainer) && range.startContainer.nodeType === Node.TEXT_NODE ? range.startOffset : 0;
    const to = piece.contains(range.endContainer) ? (range.endContainer.nodeType === Node.TEXT_NODE ? range.endOffset : range.endOffset ? length : 0) : length;
    return [from, to];
  }

  excerpt() {
    const link = this.link("excerpt");
    if (!link) return;
    const url = new URL(link.href);
    const selected = this.selected();
    if (selected) {
      url.searchParams.set("start", selected.start);
      url.searchParams.set("end", selected.end);
      url.searchParams.set("version", selected.pictured ? 0 : link.dataset.version);
    }
    location.assign(url);
  }
}

const root = document.querySelector("[data-viewer]");
if (root) new Viewer(root);
