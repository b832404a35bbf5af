// One file to the server by tus 1.0: announced, sent in parts, asked after when a line broke, held against its SHA-256.
const TUS = "1.0.0", PART = "application/offset+octet-stream";
const AT_ONCE_UP_TO = 1024 * 1024; // bytes of a file that is sent with its announcement
const [LEAST, MOST] = [512 * 1024, 32 * 1024 * 1024]; // bytes of a part; it grows while the line is quick
const PATIENCE = 120_000; // milliseconds in which a line has to move at all

export class Trouble extends Error {
  // kind: offline, signedOut, full, busy, server (all tried again by itself), refused, differs, unreadable (not).
  constructor(kind, sentence = "") { super(sentence || kind); Object.assign(this, { kind, sentence }); }
}

const base64 = (text) => btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));

export class Line {
  // options: url, batch, page (address that gives a fresh CSRF token), csrf
  constructor(options) { Object.assign(this, options, { part: 4 * 1024 * 1024, open: new Set() }); }

  ask(method, url, { headers = {}, body = null, progress = null } = {}) {
    return new Promise((answered, failed) => {
      const http = new XMLHttpRequest();
      http.open(method, url);
      http.timeout = 0;
      for (const [name, value] of Object.entries({ "X-CSRFToken": this.csrf, "Tus-Resumable": TUS, ...headers })) http.setRequestHeader(name, value);
      let moved = Date.now();
      const watch = setInterval(() => { if (Date.now() - moved > PATIENCE) http.abort(); }, 5000);
      http.upload.onprogress = (event) => { moved = Date.now(); progress?.(event.loaded); };
      http.onloadend = () => {
        clearInterval(watch);
        this.open.delete(http);
        try { answered(this.judged(http)); } catch (trouble) { failed(trouble); }
      };
      this.open.add(http);
      http.send(body);
    });
  }

  judged(http) {
    const ours = http.status && http.getResponseHeader("Tus-Resumable");
    if (!http.status) throw new Trouble("offline");
    if (http.status >= 500 && http.status !== 507) throw new Trouble("server");
    if (http.status === 404 && ours !== TUS) throw new Trouble("gone");
    if (ours !== TUS) throw new Trouble([200, 401, 403, 405].includes(http.status) ? "signedOut" : "refused");
    document.dispatchEvent(new CustomEvent("session:alive"));
    if (http.status < 300) return http;
    if (http.status === 507) throw new Trouble("full", http.responseText);
    if (http.status === 409 || http.status === 423) throw new Trouble("busy");
    throw new Trouble("refused", http.responseText.length < 400 && !http.responseText.includes("<") ? http.responseText : "");
  }

  stop() { for (const http of this.open) http.abort(); }

  // A new sign-in has a new token; the page says it. False: nobody is signed in yet.
  async renew() {
    try {
      const answer = await fetch(this.page, { headers: { "X-Asks-By-Itself": "yes" }, credentials: "same-origin" });
      const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form[data-upload]");
      if (form) this.csrf = form.dataset.csrf;
      return Boolean(form);
    } catch { return false; }
  }

  // Which of these marks the server knows: mark → [address, bytes there, reference, SHA-256]; without marks, all under way.
  async known(marks, forget = false) {
    const body = JSON.stringify({ batch: this.batch, ...(marks ? { marks } : {}), forget });
    const http = await this.ask("POST", this.url, { headers: { "Content-Type": "application/json" }, body });
    return new Map(Object.entries(JSON.parse(http.responseText)));
  }

  // job: {file, path, mark, digest(): Promise of hex, sent, url, moved()}; gives {ref, sha256}. Called again, it goes on.
  async send(job) {
    if (!job.url) await this.announce(job);
    else if (!job.ref) await this.far(job);
    while (!job.ref) await this.next(job);
    const ours = await job.digest();
    if (job.theirs === ours) return { ref: job.ref, sha256: ours };
    if (job.anew) throw new Trouble("differs");
    // The server has another file of this path, size and time from us: this one is new.
    Object.assign(job, { anew: true, url: "", ref: "", sent: 0, mark: job.mark.slice(0, 32) + ours.slice(0, 32) });
    return this.send(job);
  }

  async announce(job) {
    const small = job.file.size <= AT_ONCE_UP_TO;
    const said = { filename: job.file.name, relative_path: job.path, batch: this.batch, mark: job.mark, last_modified: String(job.file.lastModified) };
    if (small) said.sha256 = await job.digest();
    const metadata = Object.entries(said).map(([name, value]) => `${name} ${base64(value)}`).join(",");
    const headers = { "Upload-Length": String(job.file.size), "Upload-Metadata": metadata };
    if (small) headers["Content-Type"] = PART;
    this.heard(job, await this.ask("POST", this.url, { headers, body: small ? await this.bytes(job, 0, job.file.size) : null }));
  }

  async far(job) {
    try { this.heard(job, await this.ask("HEAD", job.url)); } catch (trouble) {
      if (trouble.kind !== "gone") throw trouble;
      Object.assign(job, { url: "", sent: 0 }); // given up meanwhile: from the beginning
      await this.announce(job);
    }
  }

  async next(job) {
    const [from, began] = [job.sent, Date.now()];
    const to = Math.min(from + this.part, job.file.size);
    const headers = { "Content-Type": PART, "Upload-Offset": String(from) };
    if (to === job.file.size) headers["Upload-Sha256"] = await job.digest();
    const body = await this.bytes(job, from, to);
    const progress = (loaded) => { job.sent = Math.min(from + loaded, to); job.moved(); };
    try { this.heard(job, await this.ask("PATCH", job.url, { headers, body, progress })); } catch (trouble) {
      job.sent = from;
      this.part = Math.max(LEAST, this.part / 2);
      throw trouble;
    }
    const seconds = (Date.now() - began) / 1000;
    if (to - from === this.part && seconds < 3) this.part = Math.min(MOST, this.part * 2);
  }

  heard(job, http) {
    job.url = http.getResponseHeader("Location") || job.url;
    job.sent = Number(http.getResponseHeader("Upload-Offset") ?? job.sent);
    job.ref = http.getResponseHeader("Evidence-Ref") || "";
    job.theirs = http.getResponseHeader("Evidence-Sha256") || "";
    job.moved();
  }

  // Read now, so that a file which has gone or was changed is told from a line that is down.
  async bytes(job, from, to) {
    try { return new Blob([await job.file.slice(from, to).arrayBuffer()]); } catch { throw new Trouble("unreadable"); }
  }
}
