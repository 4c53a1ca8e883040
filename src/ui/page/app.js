// The page: joins the picture, the time line, the lists and the buttons to what the server says.

import {Clips} from "./clips.js";
import {$, act, toast} from "./dom.js";
import {takeKeys} from "./keys.js";
import {Saving} from "./saving.js";
import {drawReadings} from "./readings.js";
import {look, watch} from "./server.js";
import {TargetList} from "./targets.js";
import {Timeline} from "./timeline.js";
import {View} from "./view.js";

const speeds = [0.125, 0.25, 0.5, 1, 2, 4, 0];
const usualRelocate = 10;  // lost frames

let state = {index: -1, targets: [], open: false};
let selected = null;
let reselecting = false;
let said = "";

const hand = {
  select,
  reselecting: () => reselecting,
  draft(draft) {
    $("draft-bar").hidden = !draft;
    if (!draft) return;
    $("draft-correct").hidden = selected === null;
    $("draft-target").textContent = selected;
    placeDraftBar(draft.box);
    if (reselecting) correctWithDraft();
  },
  async correct(number, frame, box) {
    await act("correct", {target: number, frame, box});
    refreshTimeline();
  },
  moved() {
    document.body.classList.toggle("zoomed", view.zoom.factor > 1);
    $("zoom-word").textContent = `${view.zoom.factor.toFixed(1)}×`;
    if (view.draft) placeDraftBar(view.draft.box);
  },
};
const view = new View($("view"), hand);
const timeline = new Timeline($("timeline"), seekSoon);
const list = new TargetList($("targets"), {select, remove, back: (number) => act("back", {target: number})});
const saving = new Saving(() => {
  select(null);
  refreshTimeline();
});
new Clips(() => {
  select(null);
  view.setDraft(null);
  view.zoomOut();
  timeline.setRows([]);
});

// ---- boxes ----

/// Below the box, or above where there is no room; never outside the stage.
function placeDraftBar(box) {
  const [x, y, , h] = view.onCanvas(box);
  const bar = $("draft-bar");
  const stage = $("stage");
  const below = y + h + 10;
  const fits = below + bar.offsetHeight + 24 < stage.clientHeight;
  const top = fits ? below : y - bar.offsetHeight - 34;
  bar.style.top = `${Math.min(Math.max(0, top), Math.max(0, stage.clientHeight - bar.offsetHeight - 24))}px`;
  bar.style.left = `${Math.min(Math.max(0, x), Math.max(0, stage.clientWidth - bar.offsetWidth - 24))}px`;
}

/// The box becomes a new target; it plays on from there, or stays for another box.
async function trackDraft(play) {
  const {box, frame} = view.draft;
  const last = state.count && frame >= state.count - 1;
  view.setDraft(null);
  const done = await act("add", {frame, box});
  if (!done) return;
  select(play ? null : done.target);
  if (play && !state.live) await act("seek", {frame});
  if (play && !last) await act("play");
  refreshTimeline();
}

async function correctWithDraft() {
  const {box, frame} = view.draft;
  endReselecting();
  view.setDraft(null);
  if (selected !== null) await hand.correct(selected, frame, box);
}

function select(number) {
  selected = number;
  view.selected = timeline.selected = number;
  view.paint();
  timeline.paint();
  list.draw(state.targets, selected);
}

function reselect() {
  if (selected === null && state.targets.length === 1) select(state.targets[0].number);
  if (selected === null) return toast("choose a target first: click its box, or press its number", "note");
  reselecting = true;
  document.body.classList.add("reselecting");
  return toast(`draw where target ${selected} is`, "note");
}

function endReselecting() {
  reselecting = false;
  document.body.classList.remove("reselecting");
}

async function remove(number) {
  await act("remove", {target: number});
  if (selected === number) select(null);
  refreshTimeline();
}

/// `undo` or `redo`; a box that was begun is the newest thing and goes first.
async function takeBack(name) {
  if (name === "undo" && view.draft) return view.setDraft(null);
  const done = await act(name);
  if (!done) return undefined;
  toast(name === "undo" ? `undone: ${done.undone}` : `done again: ${done.redone}`, "note");
  return refreshTimeline();
}

// ---- what is shown ----

let rowsOf = "";
async function refreshTimeline() {
  try {
    timeline.setRows((await look("timeline")).targets);
    rowsOf = "";
  } catch (_) { /* the next one will do */ }
}
setInterval(() => {
  const now = `${state.title} ${state.index} ${state.targets.length} ${state.undo}`;
  if (now === rowsOf || !state.open) return;
  rowsOf = now;
  refreshTimeline();
}, 700);

function drawAll() {
  const open = Boolean(state.open);
  const body = document.body.classList;
  body.toggle("is-open", open);
  body.toggle("playing", state.state === "playing" || state.state === "tracking_back");
  body.toggle("going-back", state.state === "tracking_back");
  body.toggle("live", Boolean(state.live));
  $("empty").hidden = open;
  $("title").textContent = open ? state.title : "no clip";
  document.title = open ? `${state.title} · siamrt` : "siamrt";
  $("facts").textContent = state.width ? `${state.width} × ${state.height} · ${Math.round(state.fps * 100) / 100} fps` : "";
  $("hint").hidden = !open || state.index < 0 || state.targets.length > 0 || Boolean(view.draft || view.grip);
  const trouble = state.trouble || (open && state.readable === false ? "this frame does not decode" : "");
  $("trouble").hidden = !trouble;
  $("trouble").textContent = trouble;
  $("play").setAttribute("aria-label", state.state === "paused" ? "Play" : "Pause");
  if (document.activeElement !== $("speed")) $("speed").value = String(state.speed);
  $("show-insight").checked = Boolean(state.insights);
  $("relocate").checked = state.relocate > 0;
  list.draw(state.targets, selected);
  drawReadings(state);
  saving.draw(state);
}

watch((moment, picture) => {
  state = moment;
  state.targets = state.targets || [];
  if (selected !== null && !state.targets.some((target) => target.number === selected)) select(null);
  if (state.index < 0 && view.draft) view.setDraft(null);
  view.show(state, picture);
  timeline.set(state);
  if (state.message && state.message !== said) toast(state.message);
  said = state.message || "";
  drawAll();
}, (line) => {
  document.body.classList.toggle("gone", Boolean(line));
  if (!line) return;
  $("trouble").hidden = false;
  $("trouble").textContent = `${line}; trying again`;
});

// ---- buttons and keys ----

let goal = null;
let going = false;
async function seekSoon(frame) {  // one request at a time, always the newest wish
  goal = frame;
  if (going) return;
  going = true;
  while (goal !== null) {
    const frameNow = goal;
    goal = null;
    await act("seek", {frame: frameNow});
  }
  going = false;
}

async function changeSpeed(by) {
  const at = speeds.indexOf(Number($("speed").value));
  const next = speeds[Math.min(speeds.length - 1, Math.max(0, (at < 0 ? 3 : at) + by))];
  $("speed").value = String(next);
  await act("speed", {value: next});
}

function theme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("siamrt-theme", document.documentElement.dataset.theme);
  timeline.paint();
}
if (localStorage.getItem("siamrt-theme")) document.documentElement.dataset.theme = localStorage.getItem("siamrt-theme");

const step = (by) => act("step", {by});
const toggleInsight = () => act("insights", {on: !state.insights});
const toggleRelocate = () => act("relocate", {after: state.relocate > 0 ? 0 : usualRelocate});
const trackBack = () => act("back", selected === null ? {} : {target: selected});
const help = () => $("help-dialog").showModal();

$("play").onclick = () => act("toggle");
$("next").onclick = () => step(1);
$("back").onclick = () => step(-1);
$("first").onclick = () => act("seek", {frame: 0});
$("track-back").onclick = trackBack;
$("undo").onclick = () => takeBack("undo");
$("redo").onclick = () => takeBack("redo");
$("zoom-out").onclick = () => view.zoomOut();
$("speed").onchange = () => act("speed", {value: Number($("speed").value)});
$("draft-new").onclick = () => trackDraft(true);
$("draft-keep").onclick = () => trackDraft(false);
$("draft-correct").onclick = correctWithDraft;
$("draft-cancel").onclick = () => view.setDraft(null);
$("show-insight").onchange = toggleInsight;
$("relocate").onchange = toggleRelocate;
$("show-trail").onchange = () => {
  view.options.trail = $("show-trail").checked;
  view.paint();
};
$("theme").onclick = theme;
$("help").onclick = help;
window.addEventListener("resize", () => view.draft && placeDraftBar(view.draft.box));

takeKeys({
  arrow(dx, dy, shift) {
    if (!view.nudge(dx, dy, shift) && dx) step(shift ? 10 * dx : dx);
  },
  digit(number) {
    if (state.targets.some((target) => target.number === number)) select(number);
  },
  keys: {
    " ": () => (view.draft ? trackDraft(true) : act("toggle")),
    ".": () => step(1), ",": () => step(-1), ">": () => step(10), "<": () => step(-10),
    "[": () => changeSpeed(-1), "]": () => changeSpeed(1),
    "Home": () => act("seek", {frame: 0}),
    "End": () => state.count && act("seek", {frame: state.count - 1}),
    "Enter": () => (view.draft ? trackDraft(true) : state.state === "paused" && act("play")),
    "n": () => view.draft && trackDraft(false),
    "c": () => view.draft && selected !== null && correctWithDraft(),
    "s": reselect,
    "x": () => selected !== null && remove(selected),
    "Delete": () => selected !== null && remove(selected),
    "b": trackBack,
    "u": () => takeBack("undo"), "ctrl z": () => takeBack("undo"),
    "ctrl Z": () => takeBack("redo"), "ctrl y": () => takeBack("redo"),
    "o": toggleInsight,
    "r": toggleRelocate,
    "v": () => saving.record(),
    "w": () => saving.menu(),
    "+": () => view.zoomStep(1.5), "=": () => view.zoomStep(1.5), "-": () => view.zoomStep(1 / 1.5), "0": () => view.zoomOut(),
    "t": theme,
    "h": help, "?": help,
    "Escape": () => {
      if (view.draft) return view.setDraft(null);
      endReselecting();
      saving.menu(false);
      return select(null);
    },
  },
});
