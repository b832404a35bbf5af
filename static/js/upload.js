// Many files and whole folders, each held against its SHA-256; a reload, a dropped line or an ended session loses nothing.
// The server remembers what arrived, by a digest that says nothing of a name; the browser keeps only what was dropped on it
// (handles of files and folders, where it gives such), until all of it has arrived.
import { insideEntry, insideHandle, kept } from "./dropped.js";
import { Line, Trouble } from "./sending.js";

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

// Digests are made in workers, one file at a time in each, so that the page stays alive.
class Digests {
  constructor(url, hands) {
    this.free = Array.from({ length: hands }, () => new Worker(url));
    this.queue = [];
  }

  of(file, first = false) {
    return new Promise((hex, failed) => { this.queue[first ? "unshift" : "push"]({ file, hex, failed }); this.next(); });
  }

  next() {
    while (this.free.length && this.queue.length) {
      const [worker, { file, hex, failed }] = [this.free.pop(), this.queue.shift()];
      worker.onmessage = ({ data }) => {
        this.free.push(worker);
        if (data.hex) hex(data.hex); else failed(new Trouble("unreadable"));
        this.next();
      };
      worker.postMessage({ id: 0, file });
    }
  }
}

class Desk {
  constructor(form) {
    const { uploadUrl, batch, csrf, digestUrl } = form.dataset;
    this.form = form;
    this.batch = batch;
    this.part = (name) => form.querySelector(`[data-${name}]`);
    this.say = this.part("upload-words").dataset;
    this.list = this.part("upload-list");
    this.line = new Line({ url: uploadUrl, batch, csrf, page: location.href });
    this.digests = new Digests(digestUrl, Math.min(LANES, navigator.hardwareConcurrency || 2));
    this.jobs = new Map();
    this.fresh = [];
    this.queue = [];
    this.count = { waiting: 0, sending: 0, resting: 0, failed: 0, done: 0 };
    this.size = 0;
    this.samples = [];
    this.paused = this.signedOut = this.sorting = this.isDown = false;
    this.tries = 0;
    this.listen();
    this.offer();
  }

  listen() {
    const drop = this.part("drop");
    const on = (name, does) => this.part(name).addEventListener("click", does);
    this.form.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
    this.form.querySelectorAll("[data-unscripted]").forEach((part) => { part.hidden = true; });
    this.form.querySelectorAll('input[type="file"]').forEach((input) => input.addEventListener("change", () => {
      for (const file of input.files) this.add(file, file.webkitRelativePath || file.name);
      input.value = "";
    }));
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); this.dropped([...event.dataTransfer.items]); });
    this.form.addEventListener("submit", (event) => { if (this.jobs.size) event.preventDefault(); });
    on("retry-all", () => this.each("failed", (job) => this.again(job)));
    on("pause", () => this.pause(!this.paused));
    on("left-go", () => this.goOn());
    on("left-forget", () => this.forget());
    addEventListener("online", () => this.wake?.());
    addEventListener("beforeunload", (event) => { if (this.unfinished()) event.preventDefault(); });
    setInterval(() => { if (this.jobs.size) this.figures(); }, 1000);
  }

  unfinished() { return this.fresh.length + Number(this.sorting) + this.count.waiting + this.count.sending + this.count.resting; }

  each(state, does) { for (const job of [...this.jobs.values()]) if (job.state === state) does(job); }

  // What did not end before the page was left is offered again.
  async offer() {
    let left;
    try { left = await this.line.known(); } catch { return; }
    if (!left.size) { kept.forget(this.batch); return; }
    const bytes = [...left.values()].reduce((sum, [, there]) => sum + there, 0);
    this.part("left-words").textContent = filled(filled(this.say.left, left.size), amount(bytes));
    this.part("left-go").hidden = !(await kept.of(this.batch)).length;
    this.part("upload-left").hidden = false;
  }

  async goOn() {
    for (const handle of await kept.of(this.batch)) {
      if (await handle.queryPermission?.({ mode: "read" }) !== "granted" && await handle.requestPermission?.({ mode: "read" }) !== "granted") continue;
      await this.walk(insideHandle(handle));
    }
    this.part("upload-left").hidden = true;
  }

  async forget() {
    await this.line.known(null, true).catch(() => null);
    await kept.forget(this.batch);
    this.part("upload-left").hidden = true;
  }

  // Everything has to be asked of the event at once: after the first wait the browser has emptied it.
  async dropped(items) {
    const asked = items.filter((item) => item.kind === "file").map((item) => ({
      entry: item.webkitGetAsEntry?.(), file: item.getAsFile(), handle: item.getAsFileSystemHandle?.().catch(() => null),
    }));
    for (const { entry, file, handle } of asked) {
      const held = await handle;
      if (held) { kept.add(this.batch, held); await this.walk(insideHandle(held)); }
      else if (entry) await this.walk(insideEntry(entry));
      else if (file) this.add(file, file.name);
    }
  }

  async walk(found) {
    try { for await (const [file, path] of found) this.add(file, path); } catch { this.tell(this.say.unreadable); }
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

  // Which of the new files does the server know, and how far are they? Asked for many at once, before any byte is sent.
  async sort() {
    if (this.sorting) return;
    this.sorting = true;
    await wait(0);
    while (this.fresh.length) {
      const some = this.fresh.splice(0, ASKED_AT_ONCE);
      await Promise.all(some.map(async (job) => { job.mark ??= await this.digests.of(new Blob([`${this.batch}\n${job.key}`]), true); }));
      const known = await this.ask(some.map((job) => job.mark));
      for (const job of some) {
        [job.url = "", job.sent = 0, job.ref = "", job.theirs = ""] = known.get(job.mark) ?? [];
        this.turn(job, "waiting");
        this.queue.push(job);
      }
      this.next();
    }
    this.sorting = false;
    this.figures();
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
    if (job.state !== "resting" && job.state !== "failed") return;
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
    if (!this.unfinished() && !this.count.failed) kept.forget(this.batch);
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
    const words = finished ? (count.failed ? this.say.someFailed : this.say.allArrived) : this.told || "";
    if (this.part("upload-status").textContent !== words) this.part("upload-status").textContent = words;
  }
}

document.querySelectorAll("form[data-upload]").forEach((form) => new Desk(form));
