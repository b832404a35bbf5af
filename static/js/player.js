// The waveform of a recording: a click, or the arrow keys, go to a place; what is heard is marked.
const player = document.querySelector("[data-recording]");
const wave = document.querySelector("[data-waveform]");
const STEP = 5; // seconds

function tell() {
  const line = wave.querySelector("[data-now]");
  const at = player.duration ? player.currentTime / player.duration : 0;
  const wide = wave.viewBox.baseVal.width;
  line.setAttribute("x1", at * wide);
  line.setAttribute("x2", at * wide);
  wave.setAttribute("aria-valuenow", Math.round(player.currentTime));
  wave.setAttribute("aria-valuemax", Math.round(player.duration || 0));
  wave.setAttribute("aria-valuetext", clock(player.currentTime));
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function go(to) {
  if (player.duration) player.currentTime = Math.min(Math.max(to, 0), player.duration);
}

if (player) player.addEventListener("contextmenu", (event) => event.preventDefault());
if (player && wave) {
  wave.setAttribute("role", "slider");
  wave.setAttribute("tabindex", "0");
  wave.setAttribute("aria-label", wave.dataset.label);
  wave.setAttribute("aria-valuemin", "0");
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    go(((event.clientX - box.left) / box.width) * player.duration);
  });
  wave.addEventListener("keydown", (event) => {
    const to = { ArrowRight: player.currentTime + STEP, ArrowUp: player.currentTime + STEP, ArrowLeft: player.currentTime - STEP, ArrowDown: player.currentTime - STEP, PageUp: player.currentTime + 6 * STEP, PageDown: player.currentTime - 6 * STEP, Home: 0, End: player.duration }[event.key];
    if (to !== undefined) go(to);
    else if (event.key === " " || event.key === "Enter") player.paused ? player.play() : player.pause();
    else return;
    event.preventDefault();
  });
  ["timeupdate", "loadedmetadata", "durationchange", "seeked"].forEach((name) => player.addEventListener(name, tell));
  tell();
}
