// The page: what is shown beside the picture, buttons, keys, files.

import {ask, look, upload, watch} from "./server.js";
import {Timeline} from "./timeline.js";
import {View} from "./view.js";

const $ = (id) => document.getElementById(id);
const speeds = [0.125, 0.25, 0.5, 1, 2, 4, 0];
const usualRelocate = 10;  // lost frames

let state = {index: -1, targets: [], open: false};
let selected = null;
let reselecting = false;
let said = "";

function toast(line, kind = "error") {
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  note.textContent = line;
  $("toasts").append(note);
  setTimeout(() => note.remove(), 6000);
}

/// Does something and says what went wrong.
async function act(name, body) {
  try {
    return await ask(name, body);
  } catch (fault) {
    toast(fault.message);
    return null;
  }
}

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
};
const view = new View($("view"), hand);
const timeline = new Timeline($("timeline"), seekSoon);

function placeDraftBar(box) {
  const [x, y, , h] = view.onCanvas(box);
  const bar = $("draft-bar");
  const stage = $("stage");
  const top = y + h + 10 + bar.offsetHeight > stage.clientHeight ? Math.max(8, y - bar.offsetHeight - 30) : y + h + 10;
  bar.style.top = `${top}px`;
  bar.style.left = `${Math.min(Math.max(8, x), stage.clientWidth - bar.offsetWidth - 8)}px`;
}

async function trackDraft() {
  const {box, frame} = view.draft;
  view.setDraft(null);
  const done = await act("add", {frame, box});
  if (!done) return;
  select(done.target);
  refreshTimeline();
}

async function correctWithDraft() {
  const {box, frame} = view.draft;
  reselecting = false;
  document.body.classList.remove("reselecting");
  view.setDraft(null);
  if (selected !== null) await hand.correct(selected, frame, box);
}

function select(number) {
  selected = number;
  view.selected = timeline.selected = number;
  view.paint();
  timeline.paint();
  drawTargets();
}

function reselect() {
  if (selected === null && state.targets.length === 1) select(state.targets[0].number);
  if (selected === null) return toast("choose a target first: click its box, or press its number", "note");
  reselecting = true;
  document.body.classList.add("reselecting");
  toast(`draw where target ${selected} is`, "note");
}

// ---- what is shown ----

let rowsOf = "";
async function refreshTimeline() {
  try {
    const rows = (await look("timeline")).targets;
    timeline.setRows(rows);
    rowsOf = "";
  } catch (_) { /* the next one will do */ }
}
setInterval(() => {
  const now = `${state.title} ${state.index} ${state.targets.length}`;
  if (now === rowsOf || !state.open) return;
  rowsOf = now;
  refreshTimeline();
}, 700);

function drawTargets() {
  const list = $("targets");
  const seen = new Set();
  for (const target of state.targets) {
    seen.add(String(target.number));
    let item = list.querySelector(`[data-number="${target.number}"]`);
    if (!item) {
      item = document.createElement("li");
      item.dataset.number = target.number;
      item.innerHTML = `<span class="dot"></span><span class="name"></span><span class="word"></span>
        <span class="meter"><i></i></span>
        <button class="button icon small back" title="Track backwards from here (b)" aria-label="Track backwards">«</button>
        <button class="button icon small remove" title="Remove (x)" aria-label="Remove">✕</button>`;
      item.addEventListener("click", () => select(target.number));
      item.querySelector(".back").addEventListener("click", (event) => {
        event.stopPropagation();
        act("back", {target: target.number});
      });
      item.querySelector(".remove").addEventListener("click", (event) => {
        event.stopPropagation();
        remove(target.number);
      });
      list.append(item);
    }
    const share = target.box ? Math.min(1, Math.max(0, target.score)) : 0;
    const word = !target.box ? "not here" : target.origin === "hand" ? "by hand" : target.lost ? "lost"
      : target.origin === "held" ? "held" : target.score.toFixed(2);
    item.classList.toggle("chosen", target.number === selected);
    item.classList.toggle("lost", Boolean(target.lost));
    item.querySelector(".dot").style.background = target.colour;
    item.querySelector(".name").textContent = `Target ${target.number}`;
    item.querySelector(".word").textContent = target.iou === undefined ? word : `${word} · IoU ${target.iou.toFixed(2)}`;
    const meter = item.querySelector(".meter i");
    meter.style.width = `${100 * share}%`;
    meter.style.background = target.colour;
  }
  for (const item of [...list.children]) if (!seen.has(item.dataset.number)) item.remove();
  $("no-targets").hidden = state.targets.length > 0;
  $("count").textContent = state.targets.length || "";
}

async function remove(number) {
  await act("remove", {target: number});
  if (selected === number) select(null);
  refreshTimeline();
}

function drawTiming() {
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

function drawAll() {
  const open = state.open;
  document.body.classList.toggle("is-open", Boolean(open));
  $("empty").hidden = Boolean(open);
  $("title").textContent = open ? state.title : "no clip";
  document.title = open ? `${state.title} · siamrt` : "siamrt";
  $("facts").textContent = state.width ? `${state.width} × ${state.height} · ${Math.round(state.fps * 100) / 100} fps` : "";
  $("hint").hidden = !open || state.index < 0 || state.targets.length > 0 || Boolean(view.draft || view.grip);
  const trouble = state.trouble || (open && state.readable === false ? "this frame does not decode" : "");
  $("trouble").hidden = !trouble;
  $("trouble").textContent = trouble;
  document.body.classList.toggle("playing", state.state === "playing" || state.state === "tracking_back");
  document.body.classList.toggle("going-back", state.state === "tracking_back");
  document.body.classList.toggle("live", Boolean(state.live));
  $("play").setAttribute("aria-label", state.state === "paused" ? "Play" : "Pause");
  $("clock").textContent = !open || state.index < 0 ? "–"
    : state.live ? `frame ${state.index}` + (state.dropped ? ` · ${state.dropped} dropped` : "")
      : `${state.index} / ${state.count ? state.count - 1 : "?"}   ${clock(state.index, state.fps)}`;
  if (document.activeElement !== $("speed")) $("speed").value = String(state.speed);
  $("show-insight").checked = Boolean(state.insights);
  $("relocate").checked = state.relocate > 0;
  drawTargets();
  drawTiming();
  drawVideo();
}

let videoWanted = false;
function drawVideo() {
  const video = state.video || {};
  const share = state.count ? ` ${Math.round(100 * video.frames / state.count)} %` : "";
  $("video").textContent = video.state === "running" ? `Annotated video… ${share}` : "Annotated video";
  if (!videoWanted || video.state === "running") return;
  if (video.state === "failed") toast(video.problem || "the video could not be written");
  if (video.state === "done") {
    const link = document.createElement("a");
    link.href = "api/video";
    link.download = "";
    link.click();
  }
  if (video.state !== "none") videoWanted = false;
}

watch((moment, picture) => {
  state = moment;
  state.targets = state.targets || [];
  if (state.index < 0 && view.draft) view.setDraft(null);
  view.show(state, picture);
  timeline.set(state);
  if (state.message && state.message !== said) toast(state.message);
  said = state.message || "";
  drawAll();
}, (line) => {
  document.body.classList.toggle("gone", Boolean(line));
  if (line) {
    $("trouble").hidden = false;
    $("trouble").textContent = `${line}; trying again`;
  }
});

// ---- transport ----

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

function toggleInsight() {
  act("insights", {on: !state.insights});
}

function toggleRelocate() {
  act("relocate", {after: state.relocate > 0 ? 0 : usualRelocate});
}

$("play").onclick = () => act("toggle");
$("next").onclick = () => act("step", {by: 1});
$("back").onclick = () => act("step", {by: -1});
$("first").onclick = () => act("seek", {frame: 0});
$("track-back").onclick = () => act("back", selected === null ? {} : {target: selected});
$("speed").onchange = () => act("speed", {value: Number($("speed").value)});
$("draft-new").onclick = trackDraft;
$("draft-correct").onclick = correctWithDraft;
$("draft-cancel").onclick = () => view.setDraft(null);
$("show-insight").onchange = toggleInsight;
$("relocate").onchange = toggleRelocate;
$("show-trail").onchange = () => {
  view.options.trail = $("show-trail").checked;
  view.paint();
};

// ---- files ----

async function showFolder(path) {
  let folder;
  try {
    folder = await look("files", {path});
  } catch (fault) {
    return toast(fault.message);
  }
  const crumbs = $("crumbs");
  crumbs.replaceChildren();
  const parts = path ? path.split("/") : [];
  ["clips", ...parts].forEach((part, n) => {
    const link = document.createElement("button");
    link.type = "button";
    link.textContent = part;
    link.onclick = () => showFolder(parts.slice(0, n).join("/"));
    crumbs.append(link);
  });
  const list = $("files");
  list.replaceChildren();
  for (const entry of folder.entries) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const clip = entry.sequence || !entry.folder;
    button.className = clip ? "clip" : "folder";
    button.innerHTML = `<span class="kind">${clip ? "▶" : "▸"}</span><span class="name"></span><span class="quiet"></span>`;
    button.querySelector(".name").textContent = entry.name;
    button.querySelector(".quiet").textContent = entry.folder ? (clip ? "pictures" : "") : size(entry.bytes);
    button.onclick = () => (clip ? openClip(entry.path) : showFolder(entry.path));
    item.append(button);
    list.append(item);
  }
  if (!folder.entries.length) {
    const item = document.createElement("li");
    item.className = "quiet";
    item.textContent = "no clip here";
    list.append(item);
  }
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let n = 0;
  for (; bytes >= 1000 && n < 3; ++n) bytes /= 1000;
  return `${bytes.toFixed(bytes < 10 && n ? 1 : 0)} ${units[n]}`;
}

function fresh() {
  select(null);
  view.setDraft(null);
  timeline.setRows([]);
}

async function openClip(path) {
  if (!(await act("open", {path}))) return;
  $("open-dialog").close();
  fresh();
}

function openDialog() {
  $("open-dialog").showModal();
  showFolder("");
}

async function send(file) {
  const bar = $("upload-progress");
  bar.hidden = false;
  bar.value = 0;
  if (!$("open-dialog").open) toast(`uploading ${file.name}…`, "note");
  try {
    await upload(file, (share) => { bar.value = share; });
    $("open-dialog").close();
    fresh();
  } catch (fault) {
    toast(fault.message);
  }
  bar.hidden = true;
}

$("open").onclick = $("empty-open").onclick = openDialog;
$("upload").onchange = (event) => event.target.files[0] && send(event.target.files[0]);
$("restore").onclick = () => $("restore-file").click();
$("restore-file").onchange = async (event) => {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file) return;
  if (await act("restore", await file.text())) {
    toast("all boxes are back", "note");
    select(null);
    refreshTimeline();
  }
};
$("video").onclick = async () => {
  if (await act("video")) videoWanted = true;
  menu(false);
};

const stage = $("stage");
stage.addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").hidden = false;
});
stage.addEventListener("dragleave", (event) => {
  if (event.target === $("drop") || event.target === stage) $("drop").hidden = true;
});
stage.addEventListener("drop", (event) => {
  event.preventDefault();
  $("drop").hidden = true;
  if (event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
});

// ---- menus, theme, keys ----

function menu(open) {
  $("save-menu").hidden = !open;
  $("save").setAttribute("aria-expanded", String(open));
}
$("save").onclick = () => menu($("save-menu").hidden);
for (const link of $("save-menu").querySelectorAll("a")) {
  link.onclick = (event) => {
    if (!state.targets.length) {
      event.preventDefault();
      toast("there is no box yet; draw one first", "note");
    }
    menu(false);
  };
}
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".menu-host")) menu(false);
});

function theme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("siamrt-theme", document.documentElement.dataset.theme);
  timeline.paint();
}
if (localStorage.getItem("siamrt-theme")) document.documentElement.dataset.theme = localStorage.getItem("siamrt-theme");
$("theme").onclick = theme;
$("help").onclick = () => $("help-dialog").showModal();

const arrows = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
const keys = {
  " ": () => act("toggle"),
  ".": () => act("step", {by: 1}),
  ",": () => act("step", {by: -1}),
  ">": () => act("step", {by: 10}),
  "<": () => act("step", {by: -10}),
  "[": () => changeSpeed(-1),
  "]": () => changeSpeed(1),
  "Home": () => act("seek", {frame: 0}),
  "End": () => state.count && act("seek", {frame: state.count - 1}),
  "s": reselect,
  "x": () => selected !== null && remove(selected),
  "b": () => $("track-back").click(),
  "o": toggleInsight,
  "r": toggleRelocate,
  "w": () => menu($("save-menu").hidden),
  "t": theme,
  "h": () => $("help-dialog").showModal(),
  "?": () => $("help-dialog").showModal(),
  "Enter": () => view.draft && trackDraft(),
  "c": () => view.draft && selected !== null && correctWithDraft(),
  "Escape": () => {
    if (view.draft) return view.setDraft(null);
    reselecting = false;
    document.body.classList.remove("reselecting");
    menu(false);
    return select(null);
  },
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, dialog");
  const pressing = event.target.closest("button, a") && [" ", "Enter"].includes(event.key);
  if (typing || pressing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (arrows[event.key]) {
    const by = event.shiftKey ? 10 : 1;
    const [dx, dy] = arrows[event.key];
    if (!view.nudge(dx * by, dy * by) && dx) act("step", {by: dx * by});
    event.preventDefault();
  } else if (/^[1-9]$/.test(event.key)) {
    const number = Number(event.key);
    if (state.targets.some((target) => target.number === number)) select(number);
  } else if (keys[event.key]) {
    keys[event.key]();
    event.preventDefault();
  }
});
window.addEventListener("resize", () => view.draft && placeDraftBar(view.draft.box));
