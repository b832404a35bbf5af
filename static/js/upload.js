// Many files and whole folders, each held against its SHA-256; a reload, a dropped line or an ended session loses nothing.
// The server remembers what arrived, by a digest that says nothing of a name; the browser keeps the paths of what was chosen
// and has not arrived, and handles of what was dropped (where it gives such), until all of it has arrived or is forgotten.
import { Digests } from "./digests.js";
import { insideEntry, insideHandle, kept } from "./dropped.js";
import { Left } from "./left.js";
import { Line } from "./sending.js";

const LANES = 3;
const SHOWN_DONE = 100;
const ASKED_AT_ONCE = 500;
const LONGEST_REST = 60; // seconds between two attempts
const WINDOW = 15; // seconds over which the rate is taken
const BY_ITSELF = new Set(["offline", "server", "busy", "full", "signedOut"]);

const make = (tag, fields = {}, ...children) => { const made = Object.assign(document.createElement(tag), fields); made.append(...children); return made; };
const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });
const amount = (size) => size < 1e6 ? `${Math.ceil(size / 1e3)} kB` : size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`;
const filled = (words, value) => words.replace("{}", value);

class Desk {
  constructor(form) {
    const { uploadUrl, batch, csrf, digestUrl } = form.dataset;
    this.form = form;
    this.batch = batch;
    this.user = document.body.dataset.user ?? "";
    this.scope = `${this.user}:${batch}`;
    this.amount = amount;
    this.part = (name) => form.querySelector(`[data-${name}]`);
    this.say = this.part("upload-words").dataset;
    this.list = this.part("upload-list");
    this.line = new Line({ url: uploadUrl, batch, csrf, page: location.href });
    this.digests = new Digests(digestUrl, Math.min(LANES, navigator.hardwareConcurrency || 2));
    this.jobs = new Map();
    [this.fresh, this.marked, this.queue, this.here] = [[], [], [], []];
    this.count = { waiting: 0, sending: 0, resting: 0, failed: 0, done: 0 };
    this.size = 0;
    this.samples = [];
    this.paused = this.signedOut = this.sorting = this.sifting = this.isDown = false;
    this.tries = this.walking = 0;
    this.left = new Left(this);
    this.listen();
    this.left.offer();
  }

  listen() {
    const drop = this.part("drop");
    const on = (name, does) => this.part(name).addEventListener("click", does);
    this.form.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
    this.form.querySelectorAll("[data-unscripted]").forEach((part) => { part.hidden = true; });
    this.form.querySelectorAll('input[type="file"]').forEach((input) => {
      this.part(`choose="${input.id}"`).addEventListener("click", () => input.click());
      input.addEventListener("change", () => {
        const files = [...input.files];
        input.value = "";
        this.look(() => { for (const file of files) this.add(file, file.webkitRelativePath || file.name); });
      });
    });
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); this.dropped([...event.dataTransfer.items]); });
    this.form.addEventListener("submit", (event) => { if (this.jobs.size) event.preventDefault(); });
    on("retry-all", () => this.each("failed", (job) => this.again(job)));
    on("pause", () => this.pause(!this.paused));
    on("left-go", () => this.left.goOn());
    on("left-forget", () => this.left.forget());
    addEventListener("online", () => this.wake?.());
    addEventListener("beforeunload", (event) => { if (this.unfinished()) event.preventDefault(); });
    setInterval(() => { if (this.jobs.size) this.figures(); }, 1000);
  }

  unfinished() { return this.walking + this.fresh.length + this.marked.length + Number(this.sorting) + Number(this.sifting) + this.count.waiting + this.count.sending + this.count.resting; }

  each(state, does) { for (const job of [...this.jobs.values()]) if (job.state === state) does(job); }

  // Everything has to be asked of the event at once: after the first wait the browser has emptied it.
  async dropped(items) {
    const asked = items.filter((item) => item.kind === "file").map((item) => ({
      entry: item.webkitGetAsEntry?.(), file: item.getAsFile(), handle: item.getAsFileSystemHandle?.().catch(() => null),
    }));
    await this.look(async () => {
      for (const { entry, file, handle } of asked) {
        const held = await handle;
        if (held) await kept.handle(this.scope, held);
        if (entry) await this.walk(insideEntry(entry));
        else if (held) await this.walk(insideHandle(held));
        else if (file) this.add(file, file.name);
      }
    });
  }

  // While files are looked for the list of them has no end: a reload in this time has to say so.
  async look(finds) {
    this.walking += 1;
    await kept.begin(this.scope, true);
    try { await finds(); } finally { this.walking -= 1; this.sort(); }
  }

  async walk(found) {
    for await (const [file, path] of found) if (file) this.add(file, path); else this.unreadable(path);
  }

  unreadable(path) {
    const job = { file: new File([], path), path, key: `${path}\n`, state: "", sent: 0, lost: true };
    if (this.jobs.has(job.key)) return;
    this.jobs.set(job.key, job);
    this.row(job);
    this.failed(job, this.say.unreadable);
    job.button.hidden = true;
    this.figures();
  }

  add(file, path) {
    const key = [path, file.size, file.lastModified].join("\n");
    if (this.jobs.has(key)) return;
    const job = { file, path, key, state: "", sent: 0, url: "", ref: "", moved: () => this.moved(job) };
    job.digest = () => (job.digested ??= this.digests.of(file));
    this.jobs.set(key, job);
    this.size += file.size;
    this.fresh.push(job);
    this.sort();
  }

  // Each new file gets its mark and is remembered, far ahead of the sending: a reload then knows how many were chosen.
  async sort() {
    if (this.sorting) return;
    this.sorting = true;
    this.part("upload-each").open = true;
    await wait(0);
    do {
      while (this.fresh.length) await this.mark(this.fresh.splice(0, ASKED_AT_ONCE));
      if (!this.walking) await kept.begin(this.scope, false);
    } while (this.fresh.length);
    this.sorting = false;
    if (!this.walking) await this.left.remind();
    this.next();
  }

  async mark(some) {
    await Promise.all(some.map(async (job) => { job.first = job.mark = await this.digests.ofText(`${this.batch}\n${job.key}`); }));
    await kept.note(this.scope, some.map((job) => [job.first, job.path]));
    this.marked.push(...some);
    this.sift();
  }

  // Which of the new files does the server know, and how far are they? Asked for many at once, before any byte is sent.
  async sift() {
    if (this.sifting) return;
    this.sifting = true;
    while (this.marked.length) {
      const some = this.marked.splice(0, ASKED_AT_ONCE);
      const known = await this.ask(some.map((job) => job.mark));
      for (const job of some) {
        [job.url = "", job.sent = 0, job.ref = "", job.theirs = ""] = known.get(job.mark) ?? [];
        this.turn(job, "waiting");
        this.queue.push(job);
      }
      this.next();
    }
    this.sifting = false;
    this.next();
  }

  async ask(marks) {
    for (let tries = 1; ; tries += 1) {
      try { return await this.line.known(marks); } catch (trouble) {
        if (!BY_ITSELF.has(trouble.kind)) return new Map();
        this.tell(this.say[trouble.kind]);
        if (trouble.kind === "signedOut") await this.signIn(); else await wait(Math.min(LONGEST_REST, 2 ** tries));
      }
    }
  }

  turn(job, state) {
    if (job.state) this.count[job.state] -= 1;
    job.state = state;
    this.count[state] += 1;
  }

  next() {
    while (!this.paused && !this.signedOut && !this.isDown && this.count.sending < LANES && this.queue.length) this.send(this.queue.shift());
    this.figures();
    this.settle();
  }

  // Everything has its end: the list is folded up, and what the browser remembers is compared, then forgotten.
  async settle() {
    if (this.unfinished() || !this.jobs.size) return;
    this.part("upload-each").open = this.count.failed > 0;
    await this.flush();
    await this.left.remind();
  }

  async flush() {
    const here = this.here.splice(0);
    this.flushing = null;
    if (here.length) await kept.note(this.scope, here.map((mark) => [mark, ""]));
  }

  async send(job) {
    this.turn(job, "sending");
    this.row(job);
    job.note.textContent = job.sent && !job.ref ? this.say.goesOn : this.say.sending;
    try {
      const { ref, sha256 } = await this.line.send(job);
      this.arrived(job, ref, sha256);
    } catch (trouble) { await this.broke(job, trouble); }
    this.next();
  }

  // A line that is down and a session that has ended stop everything, and everything goes on when they are back.
  async broke(job, trouble) {
    const { kind, sentence } = trouble;
    if (!BY_ITSELF.has(kind)) { this.failed(job, sentence || this.say[kind] || this.say.refused); return; }
    if (kind === "busy" || kind === "full") { this.rest(job, trouble); return; }
    this.turn(job, "waiting");
    this.queue.unshift(job);
    job.note.textContent = this.paused ? this.say.paused : this.say[kind];
    if (kind === "signedOut") this.signIn();
    else if (!this.paused) this.down(this.say[kind]);
  }

  async down(words) {
    if (this.isDown) return;
    this.isDown = true;
    const seconds = Math.min(LONGEST_REST, 2 ** this.tries);
    this.tries += 1;
    this.tell(`${words} ${filled(this.say.triedAgain, seconds)}`);
    await Promise.race([wait(seconds), new Promise((woken) => { this.wake = woken; })]);
    this.isDown = false;
    this.next();
  }

  async rest(job, { kind, sentence }) {
    this.turn(job, "resting");
    const seconds = kind === "full" ? LONGEST_REST : 2;
    job.note.textContent = `${sentence || this.say[kind]} ${filled(this.say.triedAgain, seconds)}`;
    await wait(seconds);
    this.again(job);
  }

  again(job) {
    if (job.lost || (job.state !== "resting" && job.state !== "failed")) return;
    if (job.state === "failed") Object.assign(job, { digested: undefined, url: "", ref: "", sent: 0 });
    job.row?.classList.remove("upload-failed");
    if (job.button) job.button.hidden = true;
    this.turn(job, "waiting");
    if (job.note) job.note.textContent = this.say.waiting;
    this.queue.unshift(job);
    this.next();
  }

  // Signed out: nothing is lost. The page asks by itself until somebody has signed in in another window.
  async signIn() {
    if (!this.signedOut) {
      this.signedOut = true;
      this.tell(this.say.signedOut);
      this.signing = (async () => { while (!(await this.line.renew())) await wait(5); this.signedOut = false; this.tell(""); })();
    }
    await this.signing;
    this.next();
  }

  pause(paused) {
    this.paused = paused;
    this.part("pause").textContent = paused ? this.say.goOn : this.say.pause;
    this.tell(paused ? this.say.paused : "");
    if (paused) this.line.stop();
    this.next();
  }

  row(job) {
    this.part("upload-each").hidden = false;
    if (job.row) { if (!job.row.isConnected) this.list.prepend(job.row); return; }
    job.bar = make("progress", { max: job.file.size || 1, value: job.sent });
    job.bar.setAttribute("aria-label", job.path);
    job.note = make("span", { className: "upload-note" });
    job.button = make("button", { type: "button", className: "btn btn-sm", textContent: this.say.again, hidden: true });
    job.button.addEventListener("click", () => this.again(job));
    job.row = make("li", {}, make("span", { className: "upload-name", textContent: job.path }), job.bar, job.button, job.note);
    this.list.prepend(job.row);
  }

  failed(job, sentence) {
    this.turn(job, "failed");
    job.note.textContent = sentence;
    job.row.classList.add("upload-failed");
    job.button.hidden = false;
    this.list.prepend(job.row);
  }

  arrived(job, ref, sha256) {
    this.turn(job, "done");
    job.sent = job.file.size;
    job.bar.value = job.bar.max;
    job.note.textContent = `${ref} · ${amount(job.file.size)} · SHA-256 ${sha256} · ${this.say.same}`;
    const old = this.list.querySelectorAll("[data-done]");
    job.row.dataset.done = "yes";
    if (old.length >= SHOWN_DONE) old[old.length - 1].remove();
    this.here.push(job.first);
    this.flushing ??= setTimeout(() => this.flush(), 1000);
  }

  moved(job) {
    if (job.bar) job.bar.value = job.sent;
    if (this.tries) { this.tries = 0; this.tell(""); }
  }

  tell(words) { this.told = words; this.figures(); }

  figures() {
    const { count } = this, total = this.jobs.size, now = Date.now();
    let sent = 0;
    for (const job of this.jobs.values()) sent += job.sent;
    this.samples.push([now, sent]);
    while (this.samples.length > 2 && now - this.samples[0][0] > WINDOW * 1000) this.samples.shift();
    const [then, before] = this.samples[0];
    const rate = Math.max(0, (sent - before) / Math.max(1, (now - then) / 1000));
    const parts = [`${count.done} / ${total}`, `${amount(sent)} / ${amount(this.size)}`];
    if (count.sending && rate) {
      parts.push(`${amount(rate)}/s`);
      const seconds = (this.size - sent) / rate;
      parts.push(seconds < 90 ? filled(this.say.seconds, Math.ceil(seconds)) : filled(this.say.minutes, Math.ceil(seconds / 60)));
    }
    if (count.resting) parts.push(filled(this.say.resting, count.resting));
    if (count.failed) parts.push(`${this.say.failed} ${count.failed}`);
    const bar = this.part("upload-total").querySelector("progress");
    bar.max = this.size || 1;
    bar.value = sent;
    this.part("upload-figures").textContent = parts.join(" · ");
    this.part("upload-total").hidden = !total;
    this.part("retry-all").hidden = count.failed < 2;
    const finished = total > 0 && !this.unfinished();
    this.part("pause").hidden = finished;
    this.part("upload-done").hidden = !finished || !count.done;
    const arrived = filled(filled(this.say.arrived, count.done), total);
    const words = finished ? (count.failed ? `${arrived} ${this.say.someFailed}` : arrived) : this.told || "";
    if (this.part("upload-status").textContent !== words) this.part("upload-status").textContent = words;
  }
}

document.querySelectorAll("form[data-upload]").forEach((form) => new Desk(form));
