// Over server-rendered pages: the text layer is laid onto the image; thumbnails, keys, zoom, rotation, hits.
const KEYS = { ArrowRight: "next", j: "next", ArrowLeft: "previous", k: "previous", n: "nextHit", p: "previousHit", "+": "closer", "=": "closer", "-": "farther", r: "turn" };

class Viewer {
  constructor(root) {
    this.root = root;
    this.pages = [...root.querySelectorAll("figure[data-page]")];
    this.hits = [...root.querySelectorAll(".hit")];
    this.now = 0;
    this.hit = -1;
    this.zoom = 1;
    this.turned = 0;
    root.querySelector("[data-viewer-bar]").hidden = false;
    root.querySelectorAll("[data-do]").forEach((button) => button.addEventListener("click", () => this[button.dataset.do]()));
    document.addEventListener("keydown", (event) => this.key(event));
    this.watch();
    if (this.hits.length && !location.hash) this.nextHit();
    this.tell();
  }

  key(event) {
    const verb = KEYS[event.key];
    if (!verb || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
    event.preventDefault();
    this[verb]();
  }

  watch() {
    const seen = new Map();
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        seen.set(entry.target, entry.intersectionRatio * entry.boundingClientRect.height);
        if (entry.isIntersecting) place(entry.target);
      }
      const best = this.pages.reduce((a, b) => (seen.get(b) ?? 0) > (seen.get(a) ?? 0) ? b : a, this.pages[this.now]);
      this.now = this.pages.indexOf(best);
      this.tell();
    }, { threshold: [0, .25, .5, .75, 1] });
    this.pages.forEach((page) => watcher.observe(page));
  }

  tell() {
    const page = this.pages[this.now];
    this.root.querySelector("[data-where]").textContent = page ? page.dataset.label : "";
    this.root.querySelectorAll("[data-thumb]").forEach((link) => link.toggleAttribute("aria-current", link.dataset.thumb === page?.dataset.page));
    const hits = this.root.querySelector("[data-hits]");
    if (hits) hits.textContent = this.hits.length ? `${Math.max(this.hit, 0) + 1} / ${this.hits.length}` : "";
  }

  go(step, url) {
    const to = this.pages[this.now + step];
    if (to) { this.now += step; to.scrollIntoView({ block: "start" }); this.tell(); }
    else if (url) location.assign(url);
  }

  next() { this.go(1, this.root.dataset.nextUrl); }
  previous() { this.go(-1, this.root.dataset.previousUrl); }
  nextHit() { this.toHit(1); }
  previousHit() { this.toHit(-1); }
  closer() { this.scale(1.25); }
  farther() { this.scale(0.8); }

  toHit(step) {
    if (!this.hits.length) return;
    this.hits[this.hit]?.classList.remove("now");
    this.hit = (this.hit + step + this.hits.length) % this.hits.length;
    const hit = this.hits[this.hit];
    place(hit.closest("figure"));
    hit.classList.add("now");
    hit.scrollIntoView({ block: "center", inline: "nearest" });
    this.tell();
  }

  scale(by) {
    this.zoom = Math.min(5, Math.max(.25, this.zoom * by));
    this.layOut();
  }

  turn() {
    this.turned = (this.turned + 90) % 360;
    this.layOut();
  }

  layOut() {
    for (const page of this.pages) {
      const tall = page.dataset.height / page.dataset.width;
      const lying = this.turned % 180 ? 1 / tall : 1;  // a page on its side is made to fit the same width
      page.style.width = `${100 * this.zoom * lying}%`;
      page.style.maxWidth = `${60 * this.zoom * lying}rem`;
      page.style.transform = this.turned ? `rotate(${this.turned}deg)` : "";
      const { offsetWidth: width, offsetHeight: height } = page;
      page.style.marginBlock = this.turned % 180 ? `${(width - height) / 2}px` : "";
    }
  }
}

// The text layer: each word at its share of the page, sized by the page's own width so that zooming needs no second pass.
function place(page) {
  if (page.classList.contains("placed")) return;
  const tall = page.dataset.height / page.dataset.width;
  const words = [...page.querySelectorAll(".text-layer [data-x]")];
  page.style.containerType = "inline-size";
  page.classList.add("placed");
  for (const word of words) {
    const { x, y, w, h } = word.dataset;
    Object.assign(word.style, { left: `${x * 100}%`, top: `${y * 100}%`, height: `${h * 100}%`, fontSize: `${h * tall * 100}cqw` });
  }
  const whole = page.clientWidth;
  const widths = words.map((word) => word.getBoundingClientRect().width);
  words.forEach((word, i) => { if (widths[i]) word.style.transform = `scaleX(${(word.dataset.w * whole) / widths[i]})`; });
}

document.querySelectorAll("[data-viewer]").forEach((root) => new Viewer(root));
