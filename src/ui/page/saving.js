// The save menu, the annotated video of a file and the recording of a camera.

import {$, act, toast} from "./dom.js";

function fetchFile(address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

export class Saving {
  /// `restored()` is called when the boxes of a session file have come in place of the others.
  constructor(restored) {
    this.state = {};
    this.videoWanted = false;      // by this page: it is fetched when it is ready
    this.recordingWanted = false;
    $("save").onclick = () => this.menu();
    for (const link of $("save-menu").querySelectorAll("a")) link.onclick = (event) => this.boxes(event);
    $("video").onclick = async () => {
      this.menu(false);
      if (await act("video")) this.videoWanted = true;
    };
    $("record").onclick = () => this.record();
    $("restore").onclick = () => $("restore-file").click();
    $("restore-file").onchange = async (event) => {
      const file = event.target.files[0];
      event.target.value = "";
      if (!file || !(await act("restore", await file.text()))) return;
      toast("all boxes are back", "note");
      restored();
    };
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".menu-host")) this.menu(false);
    });
  }

  menu(open = $("save-menu").hidden) {
    $("save-menu").hidden = !open;
    $("save").setAttribute("aria-expanded", String(open));
  }

  boxes(event) {
    this.menu(false);
    if ((this.state.targets || []).length) return;
    event.preventDefault();
    toast("there is no box yet; draw one first", "note");
  }

  async record() {
    if (!this.state.live) return toast("the annotated video of a clip is in the save menu", "note");
    const on = (this.state.recording || {}).state !== "running";
    if (await act("record", {on})) this.recordingWanted = true;
    return undefined;
  }

  draw(state) {
    this.state = state;
    this.drawVideo(state.video || {});
    this.drawRecording(state.recording || {});
  }

  drawVideo({state, frames, problem}) {
    const share = this.state.count ? ` ${Math.round(100 * frames / this.state.count)} %` : "";
    $("video").hidden = Boolean(this.state.live);
    $("video").textContent = state === "running" ? `Annotated video… ${share}` : "Annotated video";
    if (!this.videoWanted || state === "running") return;
    if (state === "failed") toast(problem || "the video could not be written");
    if (state === "done") fetchFile("api/video");
    if (state !== "none") this.videoWanted = false;
  }

  drawRecording({state, seconds, bytes, problem}) {
    const running = state === "running";
    document.body.classList.toggle("recording", running);
    $("record").setAttribute("aria-pressed", String(running));
    $("record-word").textContent = running
      ? `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")} · ${(bytes / 1e6).toFixed(1)} MB` : "record";
    if (running) this.recorded = true;  // by whomever: the end is everybody's news
    if (running || !this.recorded) return;
    this.recorded = false;
    if (problem) toast(problem);
    if (state === "done" && this.recordingWanted) fetchFile("api/recording");
    this.recordingWanted = false;
  }
}
