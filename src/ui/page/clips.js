// Choosing a clip of the library, or sending one.

import {$, act, toast} from "./dom.js";
import {look, upload} from "./server.js";

function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let n = 0;
  for (; bytes >= 1000 && n < 3; ++n) bytes /= 1000;
  return `${bytes.toFixed(bytes < 10 && n ? 1 : 0)} ${units[n]}`;
}

export class Clips {
  /// `opened()` is called when another clip is on the table.
  constructor(opened) {
    this.opened = opened;
    $("open").onclick = $("empty-open").onclick = () => this.show();
    $("upload").onchange = (event) => {
      const file = event.target.files[0];
      event.target.value = "";  // the same file can be sent again
      if (file) this.send(file);
    };
    this.takeDrops($("stage"));
  }

  show() {
    $("open-dialog").showModal();
    this.folder("");
  }

  async folder(path) {
    let folder;
    try {
      folder = await look("files", {path});
    } catch (fault) {
      toast(fault.message);
      return;
    }
    this.crumbs(path ? path.split("/") : []);
    const items = folder.entries.map((entry) => this.entry(entry));
    if (!items.length) {
      const item = document.createElement("li");
      item.className = "quiet";
      item.textContent = "no clip here";
      items.push(item);
    }
    $("files").replaceChildren(...items);
  }

  crumbs(parts) {
    $("crumbs").replaceChildren(...["clips", ...parts].map((part, n) => {
      const link = document.createElement("button");
      link.type = "button";
      link.textContent = part;
      link.onclick = () => this.folder(parts.slice(0, n).join("/"));
      return link;
    }));
  }

  entry(entry) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const clip = entry.sequence || !entry.folder;
    button.type = "button";
    button.className = clip ? "clip" : "folder";
    button.innerHTML = `<span class="kind">${clip ? "▶" : "▸"}</span><span class="name"></span><span class="quiet"></span>`;
    button.querySelector(".name").textContent = entry.name;
    button.querySelector(".quiet").textContent = entry.folder ? (clip ? "pictures" : "") : size(entry.bytes);
    button.onclick = () => (clip ? this.open(entry.path) : this.folder(entry.path));
    item.append(button);
    return item;
  }

  async open(path) {
    if (!(await act("open", {path}))) return;
    $("open-dialog").close();
    this.opened();
  }

  async send(file) {
    const bar = $("upload-progress");
    bar.hidden = false;
    bar.value = 0;
    if (!$("open-dialog").open) toast(`uploading ${file.name}…`, "note");
    try {
      await upload(file, (share) => { bar.value = share; });
      $("open-dialog").close();
      this.opened();
    } catch (fault) {
      toast(fault.message);
    }
    bar.hidden = true;
  }

  takeDrops(stage) {
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
      if (event.dataTransfer.files[0]) this.send(event.dataTransfer.files[0]);
    });
  }
}
