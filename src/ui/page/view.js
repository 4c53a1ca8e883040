// The picture with its boxes, and the hand on it: drawing, moving, sizing.

const HANDLE = 7;       // half a handle's side, CSS pixels
const REACH = 12;       // how near a pointer has to be to take hold of something
const SMALLEST = 4;     // a smaller drag is a click, frame pixels

const rootStyle = getComputedStyle(document.documentElement);
const font = (size) => `600 ${size}px ${rootStyle.getPropertyValue("--font") || "sans-serif"}`;

/// Black or white, whichever reads better on `colour` (#rrggbb).
function textOn(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 120 ? "#101418" : "#fff";
}

/// Colours of a score map, from clear over blue and green to red, with opacity.
function heatColour(share) {
  const t = Math.min(1, Math.max(0, share));
  const hump = (middle) => Math.round(255 * Math.min(1, Math.max(0, 1.5 - 4 * Math.abs(t - middle))));
  return [hump(0.75), hump(0.5), hump(0.25), Math.round(190 * Math.min(1, t * 2.5))];
}

export class View {
  /// `hand` is told what was done: select(number|null), draft(box|null), correct(number, frame, box).
  constructor(canvas, hand) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.hand = hand;
    this.state = null;
    this.picture = null;
    this.selected = null;
    this.draft = null;    // {box, frame}
    this.grip = null;     // what the pointer holds
    this.options = {trail: true};
    this.templates = new Map();
    this.waiting = null;  // a moment that came while the hand was on the picture
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", () => this.letGo());
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  /// The picture stands still while a box is being drawn on it, so that the box is of one frame.
  show(state, picture) {
    if (this.grip || this.draft) {
      const kept = picture || (this.waiting && this.waiting.picture);
      this.waiting = {state, picture: kept};
      return;
    }
    this.state = state;
    if (picture) this.picture = picture;
    if (state.index < 0) this.picture = null;
    this.paint();
  }

  release() {
    const late = this.waiting;
    this.waiting = null;
    if (late) this.show(late.state, late.picture);
    this.paint();
  }

  fit() {
    const {clientWidth, clientHeight} = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.paint();
  }

  /// Frame pixels to CSS pixels of the canvas.
  get place() {
    const {width, height} = this.state || {};
    if (!width) return {scale: 1, x: 0, y: 0};
    const {clientWidth, clientHeight} = this.canvas;
    const scale = Math.min(clientWidth / width, clientHeight / height);
    return {scale, x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2};
  }

  onCanvas([x, y, w, h]) {
    const {scale, x: left, y: top} = this.place;
    return [left + x * scale, top + y * scale, w * scale, h * scale];
  }

  inFrame(event) {
    const {scale, x, y} = this.place;
    const rect = this.canvas.getBoundingClientRect();
    const {width, height} = this.state;
    const across = (event.clientX - rect.left - x) / scale;
    const down = (event.clientY - rect.top - y) / scale;
    return [Math.min(width, Math.max(0, across)), Math.min(height, Math.max(0, down))];
  }

  targets() {
    return (this.state && this.state.targets) || [];
  }

  selectedTarget() {
    return this.targets().find((target) => target.number === this.selected && target.box);
  }

  // ---- the hand ----

  /// Which side or corner of a box a point is at: [-1|0|1, -1|0|1], [0, 0] inside, null outside.
  gripAt(box, [x, y]) {
    const near = REACH / this.place.scale;
    const [left, top, w, h] = box;
    if (x < left - near || x > left + w + near || y < top - near || y > top + h + near) return null;
    const side = (at, low, length) => {
      const reach = Math.min(near, length / 3);
      if (at < low + reach) return -1;
      return at > low + length - reach ? 1 : 0;
    };
    return [side(x, left, w), side(y, top, h)];
  }

  down(event) {
    if (!this.state || this.state.index < 0 || event.button > 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({preventScroll: true});
    const at = this.inFrame(event);
    const frame = this.draft ? this.draft.frame : this.state.index;
    const chosen = this.selectedTarget();
    const own = this.draft ? this.draft.box : chosen && !this.hand.reselecting() && chosen.box;
    const where = own && this.gripAt(own, at);
    this.grip = {at, frame, where, from: own && [...own], box: null, target: this.draft ? null : where && chosen.number};
    event.preventDefault();
  }

  move(event) {
    if (!this.state || this.state.index < 0) return;
    const at = this.inFrame(event);
    if (!this.grip) return this.cursor(at);
    const {at: start, where, from} = this.grip;
    if (!where) {
      this.grip.box = [Math.min(start[0], at[0]), Math.min(start[1], at[1]),
        Math.abs(at[0] - start[0]), Math.abs(at[1] - start[1])];
    } else {
      this.grip.box = this.pulled(from, where, at[0] - start[0], at[1] - start[1]);
    }
    this.paint();
  }

  /// A box moved, or with some of its sides moved.
  pulled([x, y, w, h], [across, down], dx, dy) {
    if (!across && !down) return [x + dx, y + dy, w, h];
    let [left, top, right, bottom] = [x, y, x + w, y + h];
    if (across < 0) left = Math.min(left + dx, right - 1);
    if (across > 0) right = Math.max(right + dx, left + 1);
    if (down < 0) top = Math.min(top + dy, bottom - 1);
    if (down > 0) bottom = Math.max(bottom + dy, top + 1);
    return [left, top, right - left, bottom - top];
  }

  up(event) {
    const grip = this.grip;
    this.grip = null;
    if (!grip) return;
    const {box, frame, where, target} = grip;
    const drawn = box && (where || (box[2] >= SMALLEST && box[3] >= SMALLEST));
    if (!drawn) {
      this.click(this.inFrame(event));
    } else if (target) {
      this.hand.correct(target, frame, box);
      this.release();
    } else {
      this.setDraft({box, frame});
    }
    this.paint();
  }

  letGo() {
    this.grip = null;
    this.release();
  }

  click(at) {
    if (this.draft) return this.paint();
    const hit = this.targets().filter((target) => target.box && this.gripAt(target.box, at));
    hit.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
    this.hand.select(hit.length ? hit[0].number : null);
    this.release();
  }

  setDraft(draft) {
    this.draft = draft;
    this.hand.draft(draft);
    if (!draft) this.release();
    this.paint();
  }

  /// Moves the draft, or the chosen target's box, by whole pixels.
  nudge(dx, dy) {
    if (this.draft) {
      const [x, y, w, h] = this.draft.box;
      this.setDraft({box: [x + dx, y + dy, w, h], frame: this.draft.frame});
      return true;
    }
    const chosen = this.selectedTarget();
    if (!chosen || this.state.state !== "paused") return false;
    const [x, y, w, h] = chosen.box;
    chosen.box = [x + dx, y + dy, w, h];
    this.hand.correct(chosen.number, this.state.index, chosen.box);
    this.paint();
    return true;
  }

  cursor(at) {
    const chosen = this.selectedTarget();
    const own = this.draft ? this.draft.box : chosen && !this.hand.reselecting() && chosen.box;
    const where = own && this.gripAt(own, at);
    const names = {"-1-1": "nwse", "11": "nwse", "-11": "nesw", "1-1": "nesw", "0-1": "ns", "01": "ns", "-10": "ew", "10": "ew"};
    const name = where && names[`${where[0]}${where[1]}`];
    this.canvas.style.cursor = name ? `${name}-resize` : where ? "move" : "crosshair";
  }

  // ---- the picture ----

  paint() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.draw();
    });
  }

  draw() {
    const pen = this.pen;
    const ratio = window.devicePixelRatio || 1;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    if (!this.state || !this.picture) return;
    const {width, height} = this.state;
    const [x, y, w, h] = this.onCanvas([0, 0, width, height]);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.picture, x, y, w, h);
    pen.save();
    pen.beginPath();
    pen.rect(x, y, w, h);
    pen.clip();
    for (const target of this.targets()) if (target.insight) this.drawInsight(target);
    for (const box of this.state.truth || []) this.drawTruth(box);
    for (const target of this.targets()) this.drawTarget(target);
    pen.restore();
    this.drawTemplates(x, y);
    const drawn = this.grip && !this.grip.target && this.grip.box;
    if (drawn || this.draft) this.drawDraft(drawn || this.draft.box);
  }

  outline(box, colour, width, dash = []) {
    const pen = this.pen;
    const [x, y, w, h] = this.onCanvas(box);
    for (const [style, extra] of [["rgba(8,12,16,.65)", 2.5], [colour, 0]]) {
      pen.strokeStyle = style;
      pen.lineWidth = width + extra;
      pen.setLineDash(extra ? [] : dash);
      if (extra && dash.length) continue;
      pen.strokeRect(x, y, w, h);
    }
    pen.setLineDash([]);
  }

  drawTarget(target) {
    const pen = this.pen;
    const held = this.grip && this.grip.target === target.number && this.grip.box;
    const box = held || target.box;
    if (this.options.trail && target.trail.length > 1) this.drawTrail(target);
    if (!box) return;
    const unsure = target.lost || target.origin === "held";
    const chosen = target.number === this.selected;
    pen.globalAlpha = unsure ? 0.8 : 1;
    this.outline(box, target.colour, chosen ? 3 : 2, unsure ? [8, 6] : []);
    pen.globalAlpha = 1;
    this.label(target, box, chosen);
    if (chosen) this.handles(box, target.colour);
  }

  label(target, box, chosen) {
    const pen = this.pen;
    const [x, y, , h] = this.onCanvas(box);
    let text = `${target.number}`;
    if (target.origin === "hand") text += "  ◆";
    else if (target.lost) text += "  lost";
    else text += `  ${target.score.toFixed(2)}`;
    if (target.iou !== undefined) text += `  IoU ${target.iou.toFixed(2)}`;
    if (target.found_again) text += "  found";
    pen.font = font(chosen ? 13 : 12);
    const width = pen.measureText(text).width + 12;
    const top = y - 24 < this.place.y ? Math.min(y + h + 3, this.canvas.clientHeight - 22) : y - 24;
    const left = Math.min(Math.max(x - 1, 0), this.canvas.clientWidth - width);
    pen.fillStyle = target.colour;
    pen.globalAlpha = target.lost ? 0.75 : 0.95;
    pen.beginPath();
    pen.roundRect(left, top, width, 21, 4);
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = textOn(target.colour);
    pen.textBaseline = "middle";
    pen.fillText(text, left + 6, top + 9.5);
    pen.fillStyle = "rgba(10,14,18,.55)";
    pen.fillRect(left + 4, top + 16.5, width - 8, 2.5);
    pen.fillStyle = "#fff";
    pen.fillRect(left + 4, top + 16.5, (width - 8) * Math.min(1, Math.max(0, target.score)), 2.5);
  }

  handles(box, colour) {
    const pen = this.pen;
    const [x, y, w, h] = this.onCanvas(box);
    const sides = Math.min(w, h) > 48 ? [0, 0.5, 1] : [0, 1];
    for (const across of sides) {
      for (const down of sides) {
        if (across === 0.5 && down === 0.5) continue;
        pen.fillStyle = "#fff";
        pen.strokeStyle = colour;
        pen.lineWidth = 2;
        pen.beginPath();
        pen.arc(x + w * across, y + h * down, HANDLE / 1.6, 0, 2 * Math.PI);
        pen.fill();
        pen.stroke();
      }
    }
  }

  drawTrail(target) {
    const pen = this.pen;
    const points = target.trail.map(([x, y]) => this.onCanvas([x, y, 0, 0]));
    pen.strokeStyle = target.colour;
    pen.lineCap = "round";
    for (let i = 1; i < points.length; ++i) {
      pen.globalAlpha = 0.85 * i / points.length;
      pen.lineWidth = 1 + 2 * i / points.length;
      pen.beginPath();
      pen.moveTo(points[i - 1][0], points[i - 1][1]);
      pen.lineTo(points[i][0], points[i][1]);
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  drawTruth(box) {
    this.outline(box, "#fff", 1.5, [3, 3]);
  }

  drawInsight({insight, colour, number}) {
    const chosenOnly = this.selected !== null && this.selected !== number;
    this.pen.globalAlpha = chosenOnly ? 0.35 : 1;
    const side = insight.heat_side;
    if (insight.heat.length === 2 * side * side) {
      const map = new ImageData(side, side);
      for (let i = 0; i < side * side; ++i) {
        map.data.set(heatColour(parseInt(insight.heat.substr(2 * i, 2), 16) / 255), 4 * i);
      }
      const small = this.heat || (this.heat = document.createElement("canvas"));
      small.width = small.height = side;
      small.getContext("2d").putImageData(map, 0, 0);
      this.pen.drawImage(small, ...this.onCanvas(insight.heat_area));
    }
    this.outline(insight.search, colour, 1, [2, 4]);
    this.pen.globalAlpha = 1;
  }

  /// What each target looks like to the network, small, in the corner.
  drawTemplates(x, y) {
    const side = 64;
    let left = x + 10;
    for (const target of this.targets()) {
      if (!target.insight) continue;
      const picture = this.templateOf(target);
      if (picture.complete && picture.naturalWidth) this.pen.drawImage(picture, left, y + 10, side, side);
      this.pen.strokeStyle = target.colour;
      this.pen.lineWidth = 2;
      this.pen.strokeRect(left, y + 10, side, side);
      left += side + 8;
      if (left + side > this.canvas.clientWidth) break;
    }
  }

  templateOf(target) {
    const old = this.templates.get(target.number);
    if (old && performance.now() - old.at < 3000) return old.picture;
    const picture = old ? old.picture : new Image();
    picture.src = `api/template?target=${target.number}&at=${this.state.index}`;
    this.templates.set(target.number, {picture, at: performance.now()});
    return picture;
  }

  drawDraft(box) {
    const pen = this.pen;
    const {width, height} = this.state;
    const [x, y, w, h] = this.onCanvas([0, 0, width, height]);
    const inner = this.onCanvas(box);
    pen.fillStyle = "rgba(6,10,14,.45)";
    pen.beginPath();
    pen.rect(x, y, w, h);
    pen.rect(...inner);
    pen.fill("evenodd");
    this.outline(box, "#fff", 2);
    if (this.draft && !this.grip) this.handles(box, "#2f81f7");
    const text = `${Math.round(box[2])} × ${Math.round(box[3])}`;
    pen.font = font(12);
    const wide = pen.measureText(text).width + 12;
    const top = inner[1] > 26 ? inner[1] - 24 : inner[1] + 4;
    pen.fillStyle = "rgba(10,14,18,.85)";
    pen.beginPath();
    pen.roundRect(inner[0], top, wide, 20, 4);
    pen.fill();
    pen.fillStyle = "#fff";
    pen.textBaseline = "middle";
    pen.fillText(text, inner[0] + 6, top + 10);
  }
}
