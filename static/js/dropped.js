// What is dropped on the page: the files in it, and what is remembered of it until all has arrived.

// What was dropped here and has not arrived whole: handles in the browser's own database, by batch.
export const kept = {
  store: (mode) => new Promise((done, failed) => {
    const asked = indexedDB.open("uploads", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("dropped", { autoIncrement: true }).createIndex("batch", "batch");
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => done(asked.result.transaction("dropped", mode).objectStore("dropped"));
  }),
  async add(batch, handle) { try { (await this.store("readwrite")).add({ batch, handle }); } catch { /* a private window keeps nothing */ } },
  async of(batch) {
    try {
      const asked = (await this.store("readonly")).index("batch").getAll(batch);
      return await new Promise((done) => { asked.onsuccess = () => done(asked.result.map((row) => row.handle)); asked.onerror = () => done([]); });
    } catch { return []; }
  },
  async forget(batch) {
    try {
      const asked = (await this.store("readwrite")).index("batch").openCursor(batch);
      asked.onsuccess = () => { const row = asked.result; if (row) { row.delete(); row.continue(); } };
    } catch { /* nothing was kept */ }
  },
};

export async function* insideHandle(handle, path = "") {
  if (handle.kind === "file") yield [await handle.getFile(), path + handle.name];
  else for await (const one of handle.values()) yield* insideHandle(one, `${path}${handle.name}/`);
}

export async function* insideEntry(entry, path = "") {
  if (entry.isFile) yield [await new Promise((yes, no) => { entry.file(yes, no); }), path + entry.name];
  else {
    const reader = entry.createReader();
    for (let some; (some = await new Promise((yes, no) => { reader.readEntries(yes, no); })).length;)
      for (const each of some) yield* insideEntry(each, `${path}${entry.name}/`);
  }
}
