// Turns beside the player: a click on a time code plays from there, the turn that is heard is marked.
const player = document.querySelector("[data-player]");
const turns = [...document.querySelectorAll("[data-start]")];

function playFrom(turn) {
  player.currentTime = Number(turn.dataset.start);
  player.play();
}

function mark() {
  const heard = turns.findLast((turn) => Number(turn.dataset.start) <= player.currentTime + 0.05);
  for (const turn of turns) {
    turn.classList.toggle("now", turn === heard);
    turn.toggleAttribute("aria-current", turn === heard);
  }
}

if (player) {
  for (const turn of turns) {
    const time = turn.querySelector(".turn-time");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = time.textContent;
    button.setAttribute("aria-label", `${time.dataset.label} ${time.textContent}`);
    button.addEventListener("click", () => playFrom(turn));
    time.replaceWith(button);
  }
  player.addEventListener("timeupdate", mark);
  player.addEventListener("contextmenu", (event) => event.preventDefault());
}
