// The list of targets beside the picture.

import {$} from "./dom.js";

function wordOf(target) {
  if (!target.box) return "not here";
  if (target.origin === "hand") return "by hand";
  if (target.lost) return "lost";
  return target.origin === "held" ? "held" : target.score.toFixed(2);
}

export class TargetList {
  /// `hand` is told what was clicked: select(number), back(number), remove(number).
  constructor(list, hand) {
    this.list = list;
    this.hand = hand;
  }

  draw(targets, selected) {
    const seen = new Set();
    for (const target of targets) {
      seen.add(String(target.number));
      this.fill(this.item(target.number), target, target.number === selected);
    }
    for (const item of [...this.list.children]) if (!seen.has(item.dataset.number)) item.remove();
    $("no-targets").hidden = targets.length > 0;
    $("count").textContent = targets.length || "";
  }

  /// The target's line; made, in the order of numbers, where there is none.
  item(number) {
    const found = this.list.querySelector(`[data-number="${number}"]`);
    if (found) return found;
    const item = document.createElement("li");
    item.dataset.number = number;
    item.innerHTML = `<span class="dot"></span><span class="name"></span><span class="word"></span>
      <span class="meter"><i></i></span>
      <button class="button icon small back" title="Track backwards from here (b)" aria-label="Track backwards">«</button>
      <button class="button icon small remove" title="Remove (x)" aria-label="Remove">✕</button>`;
    item.addEventListener("click", () => this.hand.select(number));
    for (const [name, done] of [["back", this.hand.back], ["remove", this.hand.remove]]) {
      item.querySelector(`.${name}`).addEventListener("click", (event) => {
        event.stopPropagation();
        done(number);
      });
    }
    const next = [...this.list.children].find((other) => Number(other.dataset.number) > number);
    this.list.insertBefore(item, next || null);
    return item;
  }

  fill(item, target, chosen) {
    const word = wordOf(target);
    item.classList.toggle("chosen", chosen);
    item.classList.toggle("lost", Boolean(target.lost));
    item.querySelector(".dot").style.background = target.colour;
    item.querySelector(".name").textContent = `Target ${target.number}`;
    item.querySelector(".word").textContent = target.iou === undefined ? word : `${word} · IoU ${target.iou.toFixed(2)}`;
    const meter = item.querySelector(".meter i");
    meter.style.width = `${target.box ? 100 * Math.min(1, Math.max(0, target.score)) : 0}%`;
    meter.style.background = target.colour;
  }
}
