// What was chosen before the page was left and has not arrived: said, offered again, named where it has to be chosen again.
import { insideHandle, kept } from "./dropped.js";

const SHOWN = 200; // names
const ASKED_AT_ONCE = 500;
const filled = (words, ...values) => values.reduce((text, value) => text.replace("{}", value), words);

export class Left {
  // desk: scope, line, part(name), say, jobs in its hands, walk(found), amount(bytes)
  constructor(desk) { this.desk = desk; this.handed = false; }

  // When the page is opened. The server knows better than the browser what has arrived.
  async offer() {
    const { desk } = this;
    await kept.tidy(desk.user);
    const before = (await kept.chosen(desk.scope)).filter((row) => row.path);
    if (before.length > ASKED_AT_ONCE) await this.remind(); // said before the server has answered for them all
    let half;
    try {
      half = await desk.line.known();
      await kept.note(desk.scope, (await this.arrived(before.map((row) => row.mark))).map((mark) => [mark, ""]));
    } catch { half = new Map(); }
    if (await this.remind()) return;
    if (!half.size) return;
    const bytes = [...half.values()].reduce((sum, [, there]) => sum + there, 0);
    this.show([filled(desk.say.left, half.size, desk.amount(bytes))], []);
  }

  async arrived(marks) {
    const found = [];
    for (let at = 0; at < marks.length; at += ASKED_AT_ONCE)
      for (const [mark, [, , ref]] of await this.desk.line.known(marks.slice(at, at + ASKED_AT_ONCE))) if (ref) found.push(mark);
    return found;
  }

  // What is missing beside what the page has in its hands is said; when nothing is, the browser forgets the whole.
  async remind() {
    const { desk } = this;
    const rows = await kept.chosen(desk.scope);
    const ours = new Set([...desk.jobs.values()].map((job) => job.first));
    const missing = rows.filter((row) => row.path && !ours.has(row.mark));
    if (missing.length || await this.unlooked()) { await this.tell(rows.length, missing); return true; }
    this.desk.part("upload-left").hidden = true;
    if (!desk.unfinished() && !desk.count.failed) await kept.forget(desk.scope);
    return false;
  }

  async unlooked() { return !this.desk.jobs.size && kept.looking(this.desk.scope); }

  async tell(total, missing) {
    const { say, scope } = this.desk;
    const words = [];
    if (missing.length) words.push(filled(say.missing, missing.length, total));
    if (await this.unlooked()) words.push(say.unlooked);
    const handles = this.handed ? [] : await kept.handles(scope);
    if (this.handed && missing.length) words.push(say.notGiven);
    if (handles.length) words.push(say.mayGoOn);
    words.push(say.chooseAgain);
    this.show(words, missing, handles.length);
  }

  show(words, missing, handles = 0) {
    const { desk } = this;
    const names = missing.slice(0, SHOWN).map((row) => Object.assign(document.createElement("li"), { textContent: row.path, className: "upload-name", dir: "auto" }));
    if (missing.length > SHOWN) names.push(Object.assign(document.createElement("li"), { textContent: filled(desk.say.more, missing.length - SHOWN) }));
    desk.part("left-words").textContent = words.join(" ");
    desk.part("left-list").replaceChildren(...names);
    desk.part("left-names").hidden = !names.length;
    desk.part("left-names").open = this.handed;
    desk.part("left-go").hidden = !handles;
    desk.part("upload-left").hidden = false;
  }

  // Through the handles that were kept. They leave some names out, and reading may be refused: what is missing then is named.
  async goOn() {
    const { desk } = this;
    const [given, asked] = [[], { mode: "read" }];
    for (const handle of await kept.handles(desk.scope))
      if (await handle.queryPermission?.(asked) === "granted" || await handle.requestPermission?.(asked).catch(() => "") === "granted") given.push(handle);
    if (!given.length) return;
    this.handed = true;
    await desk.look(async () => { for (const handle of given) await desk.walk(insideHandle(handle)); });
  }

  async forget() {
    const { desk } = this;
    await desk.line.known(null, true).catch(() => null);
    await kept.forget(desk.scope);
    const still = [...desk.jobs.values()].filter((job) => job.first && job.state !== "done");
    if (still.length) { await kept.begin(desk.scope, false); await kept.note(desk.scope, still.map((job) => [job.first, job.path])); }
    desk.part("upload-left").hidden = true;
  }
}
