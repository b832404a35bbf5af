import { Trouble } from "./sending.js";

// Digests are made in workers, one file at a time in each, so that the page stays alive.
export class Digests {
  constructor(url, hands) {
    this.free = Array.from({ length: hands }, () => new Worker(url));
    this.queue = [];
  }

  of(file, first = false) {
    return new Promise((hex, failed) => { this.queue[first ? "unshift" : "push"]({ file, hex, failed }); this.next(); });
  }

  // Of a few words: at once, where the browser computes by itself (it does so over https only).
  async ofText(text) {
    if (!crypto.subtle) return this.of(new Blob([text]), true);
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
