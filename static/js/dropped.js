// What is dropped or chosen on the page: the files in it, and what this browser remembers of it until all has arrived.

const LASTS = 7 * 24 * 3600 * 1000; // milliseconds; as long as the server keeps what is half-way
const NAME = "uploads";
const answered = (asked) => new Promise((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => failed(asked.error); });
const ended = (work) => new Promise((done, failed) => { work.oncomplete = () => done(); work.onabort = work.onerror = () => failed(work.error); });
const within = (scope) => IDBKeyRange.bound([scope], [scope, []]);

let opened = null;
function base() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = () => {
      for (const name of [...asked.result.objectStoreNames]) asked.result.deleteObjectStore(name);
      asked.result.createObjectStore("scopes", { keyPath: "scope" });
      asked.result.createObjectStore("chosen", { keyPath: ["scope", "mark"] });
      asked.result.createObjectStore("dropped", { autoIncrement: true }).createIndex("scope", "scope");
    };
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; }; // signed out in another window
      done(asked.result);
    };
  });
  opened.catch(() => { opened = null; });
  return opened;
}

async function write(does) {
  try {
    const work = (await base()).transaction(["scopes", "chosen", "dropped"], "readwrite");
    const over = ended(work);
    does((name) => work.objectStore(name));
    await over;
  } catch { /* a private window keeps nothing; no list is worth a file that does not go */ }
}

async function read(name, asks, otherwise) {
  try { return await answered(asks((await base()).transaction(name).objectStore(name))); } catch { return otherwise; }
}

// One scope is one person's files for one batch. Of each file its path stands here until it has arrived; then only its mark,
// so that the whole can be counted. All of it goes when everything has arrived, when it is forgotten, and on signing out.
export const kept = {
  // What others left on this browser, and what nobody came back to, goes.
  async tidy(user) {
    for (const { scope, at } of await read("scopes", (store) => store.getAll(), []))
      if (!scope.startsWith(`${user}:`) || Date.now() - at > LASTS) await this.forget(scope);
  },
  // looking: files are still being looked for, so that the list has no end yet.
  begin(scope, looking) { return write((store) => store("scopes").put({ scope, at: Date.now(), looking })); },
  handle(scope, handle) { return write((store) => store("dropped").add({ scope, handle })); },
  // rows: [mark, path], many in one transaction; the path of what has arrived is "".
  note(scope, rows) { return write((store) => { const chosen = store("chosen"); for (const [mark, path] of rows) chosen.put({ scope, mark, path }); }); },
  async looking(scope) { return Boolean((await read("scopes", (store) => store.get(scope), null))?.looking); },
  chosen(scope) { return read("chosen", (store) => store.getAll(within(scope)), []); },
  async handles(scope) { return (await read("dropped", (store) => store.index("scope").getAll(scope), [])).map((row) => row.handle); },
  forget(scope) {
    return write((store) => {
      store("scopes").delete(scope);
      store("chosen").delete(within(scope));
      const asked = store("dropped").index("scope").openCursor(scope);
      asked.onsuccess = () => { const row = asked.result; if (row) { row.delete(); row.continue(); } };
    });
  },
};

// Both give [file, path]; null for a file or folder that could not be read, while the others go on.
export async function* insideHandle(handle, path = "") {
  try {
    if (handle.kind === "file") yield [await handle.getFile(), path + handle.name];
    else for await (const one of handle.values()) yield* insideHandle(one, `${path}${handle.name}/`);
  } catch { yield [null, path + handle.name]; }
}

// A handle leaves out names that Windows gives to devices or shortcuts, and such with ":", "<" or ">"; an entry has them all.
export async function* insideEntry(entry, path = "") {
  try {
    if (entry.isFile) yield [await new Promise((yes, no) => { entry.file(yes, no); }), path + entry.name];
    else {
      const reader = entry.createReader();
      for (let some; (some = await new Promise((yes, no) => { reader.readEntries(yes, no); })).length;)
        for (const each of some) yield* insideEntry(each, `${path}${entry.name}/`);
    }
  } catch { yield [null, path + entry.name]; }
}
