// What is read off: place in the clip, rates and times, what could be undone.

import {$} from "./dom.js";

function drawTiming(state) {
  const {crop, network, decode, latency, fps} = state.timing || {};
  const whole = crop + network + decode;
  $("m-fps").textContent = fps > 0 && state.state !== "paused" ? `${fps.toFixed(0)} fps` : "–";
  $("m-latency").textContent = latency > 0 ? `${(1000 * latency).toFixed(0)} ms` : "–";
  $("m-ms").textContent = whole > 0 ? `· ${(1000 * whole).toFixed(1)} ms` : "";
  for (const [id, part] of [["s-crop", crop], ["s-network", network], ["s-decode", decode]]) {
    $(id).style.width = whole > 0 ? `${100 * part / whole}%` : "0";
  }
}

function clock(frame, fps) {
  const seconds = frame / fps;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, "0")}`;
}

function placeWords(state) {
  if (!state.open || state.index < 0) return "–";
  if (state.live) return `frame ${state.index}` + (state.dropped ? ` · ${state.dropped} dropped` : "");
  return `${state.index} / ${state.count ? state.count - 1 : "?"}   ${clock(state.index, state.fps)}`;
}

function drawUndo(state) {
  for (const [id, what, word, key] of [["undo", state.undo, "Undo", "ctrl-z"], ["redo", state.redo, "Do again", "ctrl-y"]]) {
    $(id).disabled = !what;
    $(id).title = what ? `${word}: ${what} (${key})` : `${word} (${key})`;
  }
}

export function drawReadings(state) {
  $("clock").textContent = placeWords(state);
  drawTiming(state);
  drawUndo(state);
}
