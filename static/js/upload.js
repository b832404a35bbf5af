// Many files and whole folders, in parts that resume after a lost line. The protocol is tus 1.0, spoken by tus-js-client.
const PART = 8 * 1024 * 1024;
const HASH_UP_TO = 64 * 1024 * 1024;
const AT_ONCE = 2;
const SHOWN_DONE = 100;

// What is remembered for resuming is a digest and an address, never a name: the browser's storage may outlive the session.
const memory = {
  findAllUploads: async () => [],
  findUploadsByFingerprint: async (mark) => {
    const uploadUrl = localStorage.getItem(`upload:${mark}`);
    return uploadUrl ? [{ uploadUrl, urlStorageKey: `upload:${mark}`, metadata: {}, size: null }] : [];
  },
  removeUpload: async (key) => localStorage.removeItem(key),
  addUpload: async (mark, upload) => { localStorage.setItem(`upload:${mark}`, upload.uploadUrl); return `upload:${mark}`; },
};
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const digest = async (bytes) => crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", bytes)) : "";
const make = (tag, fields = {}, ...children) => { const made = Object.assign(document.createElement(tag), fields); made.append(...children); return made; };
const megabytes = (size) => size < 1e6 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`;

async function* inside(entry, path = "") {
  if (entry.isFile) yield [await new Promise((yes, no) => entry.file(yes, no)), path + entry.name];
  else {
    const reader = entry.createReader();
    for (let some; (some = await new Promise((yes, no) => reader.readEntries(yes, no))).length;)
      for (const each of some) yield* inside(each, `${path}${entry.name}/`);
  }
}

class Desk {
  constructor(form) {
    this.form = form;
    this.say = form.querySelector("[data-upload-words]").dataset;
    this.list = form.querySelector("[data-upload-list]");
    this.bar = form.querySelector("[data-upload-total] progress");
    this.figures = form.querySelector("[data-upload-figures]");
    this.jobs = [];
    this.running = 0;
    this.started = 0;
    this.listen();
  }

  listen() {
    const drop = this.form.querySelector("[data-drop]");
    this.form.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
    this.form.querySelectorAll("[data-unscripted]").forEach((part) => { part.hidden = true; });
    this.form.querySelectorAll('input[type="file"]').forEach((input) => input.addEventListener("change", () => {
      for (const file of input.files) this.add(file, file.webkitRelativePath || file.name);
      input.value = "";
    }));
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => this.dropped(event, drop));
    this.form.addEventListener("submit", (event) => { if (this.jobs.length) event.preventDefault(); });
    this.form.querySelector("[data-retry-all]").addEventListener("click", () => this.jobs.filter((job) => job.state === "failed").forEach((job) => this.again(job)));
    addEventListener("online", () => this.jobs.filter((job) => job.state === "failed" && job.offline).forEach((job) => this.again(job)));
    addEventListener("beforeunload", (event) => { if (this.jobs.some((job) => job.state === "waiting" || job.state === "sending")) event.preventDefault(); });
  }

  async dropped(event, drop) {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    for (const entry of entries) for await (const [file, path] of inside(entry)) this.add(file, path);
  }

  add(file, path) {
    if (this.jobs.some((job) => job.path === path && job.file.size === file.size && job.file.lastModified === file.lastModified)) return;
    this.started ||= Date.now();
    this.jobs.push({ file, path, state: "waiting", sent: 0 });
    this.next();
  }

  again(job) { job.state = "waiting"; job.note.textContent = this.say.waiting; job.row.classList.remove("upload-failed"); job.button.hidden = true; this.next(); }

  next() {
    while (this.running < AT_ONCE) {
      const job = this.jobs.find((each) => each.state === "waiting");
      if (!job) break;
      job.state = "sending";
      this.running += 1;
      this.send(job);
    }
    this.total();
  }

  row(job) {
    job.bar = make("progress", { max: job.file.size || 1, value: 0 });
    job.bar.setAttribute("aria-label", job.path);
    job.note = make("span", { className: "upload-note" });
    job.button = make("button", { type: "button", className: "btn btn-sm", textContent: this.say.again, hidden: true });
    job.button.addEventListener("click", () => this.again(job));
    job.row = make("li", {}, make("span", { className: "upload-name", textContent: job.path }), job.bar, job.button, job.note);
    this.list.prepend(job.row);
  }

  async send(job) {
    if (!job.row) this.row(job);
    job.note.textContent = this.say.sending;
    const { file, path } = job;
    try { job.sha256 ??= file.size <= HASH_UP_TO ? await digest(await file.arrayBuffer()) : ""; } catch (error) { return this.failed(job, this.say.unreadable); }
    const mark = await digest(new TextEncoder().encode([this.form.dataset.batch, path, file.size, file.lastModified].join("\n")));
    const metadata = { filename: file.name, relative_path: path, batch: this.form.dataset.batch, last_modified: String(file.lastModified) };
    if (job.sha256) metadata.sha256 = job.sha256;
    const upload = new tus.Upload(file, {
      endpoint: this.form.dataset.uploadUrl, chunkSize: PART, metadata, urlStorage: memory, fingerprint: async () => mark || null,
      headers: { "X-CSRFToken": this.form.dataset.csrf }, removeFingerprintOnSuccess: true,
      retryDelays: [0, 1000, 3000, 6000, 12000, 25000, 45000],
      onProgress: (sent) => { job.sent = sent; job.bar.value = sent; this.total(); },
      onSuccess: () => this.arrived(job),
      onError: (error) => this.failed(job, this.reason(error, job)),
    });
    const [earlier] = mark ? await upload.findPreviousUploads() : [];
    if (earlier) upload.resumeFromPreviousUpload(earlier);
    upload.start();
  }

  reason(error, job) {
    const answer = error.originalResponse;
    job.offline = !answer;
    if (!answer) return this.say.offline;
    if (answer.getStatus() === 401 || answer.getStatus() === 403) return this.say.signedOut;
    const body = answer.getBody() || "";
    try { return JSON.parse(body).detail || this.say.refused; } catch { return body && body.length < 300 && !body.includes("<") ? body : this.say.refused; }
  }

  failed(job, sentence) {
    job.state = "failed";
    job.note.textContent = sentence;
    job.row.classList.add("upload-failed");
    job.button.hidden = false;
    this.list.prepend(job.row);
    this.running -= 1;
    this.next();
  }

  arrived(job) {
    job.state = "done";
    job.sent = job.bar.value = job.file.size || 1;
    job.note.textContent = [this.say.arrived, megabytes(job.file.size), job.sha256 && `SHA-256 ${job.sha256}`].filter(Boolean).join(" · ");
    const done = this.jobs.filter((each) => each.state === "done" && each.row.isConnected);
    if (done.length > SHOWN_DONE) done[0].row.remove();
    this.running -= 1;
    this.next();
  }

  total() {
    const count = (state) => this.jobs.filter((job) => job.state === state).length;
    const [size, sent] = [this.jobs.reduce((sum, job) => sum + job.file.size, 0), this.jobs.reduce((sum, job) => sum + job.sent, 0)];
    const rate = sent / Math.max(1, (Date.now() - this.started) / 1000);
    this.bar.max = size || 1;
    this.bar.value = sent;
    const parts = [`${count("done")} / ${this.jobs.length}`, `${megabytes(sent)} / ${megabytes(size)}`];
    if (this.running) parts.push(`${megabytes(rate)}/s`);
    if (count("failed")) parts.push(`${this.say.failed} ${count("failed")}`);
    this.figures.textContent = parts.join(" · ");
    this.form.querySelector("[data-upload-total]").hidden = !this.jobs.length;
    this.form.querySelector("[data-retry-all]").hidden = count("failed") < 2;
    const finished = this.jobs.length > 0 && !this.running && !count("waiting");
    this.form.querySelector("[data-upload-done]").hidden = !finished || !count("done");
    this.form.querySelector("[data-upload-status]").textContent = finished ? (count("failed") ? this.say.someFailed : this.say.allArrived) : "";
  }
}

document.querySelectorAll("form[data-upload]").forEach((form) => new Desk(form));
