// The picture and the hand on it: drawing, moving, sizing, zooming.

import {Painter} from "./paint.js";

const REACH = {mouse: 12, pen: 14, touch: 24};  // how near a pointer has to be to take hold of something, CSS pixels
const SMALLEST = 4;                             // a smaller drag is a click, frame pixels
const MOST_ZOOM = 40;

const limited = (value, low, high) => Math.min(high, Math.max(low, value));

export class View {
  /// `hand` is told what was done: select(number|null), draft(box|null), correct(number, frame, box).
  constructor(canvas, hand) {
    this.canvas = canvas;
    this.hand = hand;
    this.state = null;
    this.picture = null;
    this.selected = null;
    this.draft = null;    // {box, frame}
    this.grip = null;     // what the pointer holds
    this.options = {trail: true};
    this.zoom = {factor: 1, x: 0.5, y: 0.5};  // x, y: what is in the middle, as shares of the frame
    this.pointers = new Map();
    this.waiting = null;  // a moment that came while the hand was on the picture
    this.painter = new Painter(this);
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", (event) => this.letGo(event));
    canvas.addEventListener("wheel", (event) => this.wheel(event), {passive: false});
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

  paint() {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.painter.draw();
    });
  }

  // ---- where things are ----

  /// Frame pixels to CSS pixels of the canvas.
  get place() {
    const {width, height} = this.state || {};
    if (!width) return {scale: 1, x: 0, y: 0};
    const {clientWidth, clientHeight} = this.canvas;
    const scale = Math.min(clientWidth / width, clientHeight / height) * this.zoom.factor;
    const left = (middle, room, length) => (length <= room ? (room - length) / 2
      : limited(room / 2 - middle * length, room - length, 0));
    return {scale, x: left(this.zoom.x, clientWidth, width * scale), y: left(this.zoom.y, clientHeight, height * scale)};
  }

  onCanvas([x, y, w, h]) {
    const {scale, x: left, y: top} = this.place;
    return [left + x * scale, top + y * scale, w * scale, h * scale];
  }

  onPage({clientX, clientY}) {
    const rect = this.canvas.getBoundingClientRect();
    return [clientX - rect.left, clientY - rect.top];
  }

  inFrame(event) {
    const {scale, x, y} = this.place;
    const {width, height} = this.state;
    const [across, down] = this.onPage(event);
    return [limited((across - x) / scale, 0, width), limited((down - y) / scale, 0, height)];
  }

  // ---- zoom ----

  /// Grows by `ratio`; the frame's point at `from` (CSS pixels) goes to `to`.
  zoomBy(ratio, from, to = from) {
    if (!this.state || !this.state.width) return;
    const {width, height} = this.state;
    const {scale, x, y} = this.place;
    const factor = limited(this.zoom.factor * ratio, 1, MOST_ZOOM);
    const grown = scale * factor / this.zoom.factor;
    const middle = (low, at, wanted, room, length) => ((at - low) / scale * grown + room / 2 - wanted) / (length * grown);
    const {clientWidth, clientHeight} = this.canvas;
    this.zoom = {factor, x: middle(x, from[0], to[0], clientWidth, width), y: middle(y, from[1], to[1], clientHeight, height)};
    // What the frame's border stops is not kept: the next step would first have to undo it.
    const held = this.place;
    this.zoom.x = (clientWidth / 2 - held.x) / (width * held.scale);
    this.zoom.y = (clientHeight / 2 - held.y) / (height * held.scale);
    this.hand.moved();
    this.paint();
  }

  /// From the keyboard: about the chosen target, else about the middle.
  zoomStep(ratio) {
    const {clientWidth, clientHeight} = this.canvas;
    const chosen = (this.draft && this.draft.box) || (this.selectedTarget() || {}).box;
    const middle = [clientWidth / 2, clientHeight / 2];
    if (!chosen || ratio < 1) return this.zoomBy(ratio, middle);
    const [x, y, w, h] = this.onCanvas(chosen);
    return this.zoomBy(ratio, [x + w / 2, y + h / 2], middle);
  }

  zoomOut() {
    this.zoom = {factor: 1, x: 0.5, y: 0.5};
    this.hand.moved();
    this.paint();
  }

  wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    this.zoomBy(Math.exp(-0.0018 * lines * limited(event.deltaY, -300, 300)), this.onPage(event));
  }

  /// Two fingers: what lies under them stays under them.
  pinch(event) {
    const before = [...this.pointers.values()];
    this.pointers.set(event.pointerId, this.onPage(event));
    const after = [...this.pointers.values()];
    const middle = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const apart = ([a, b]) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
    this.zoomBy(apart(after) / apart(before), middle(before), middle(after));
  }

  // ---- the hand ----

  targets() {
    return (this.state && this.state.targets) || [];
  }

  selectedTarget() {
    return this.targets().find((target) => target.number === this.selected && target.box);
  }

  /// Which side or corner of a box a point is at: [-1|0|1, -1|0|1], [0, 0] inside, null outside.
  gripAt(box, [x, y], kind = "mouse") {
    const near = (REACH[kind] || REACH.mouse) / this.place.scale;
    const [left, top, w, h] = box;
    if (x < left - near || x > left + w + near || y < top - near || y > top + h + near) return null;
    const side = (at, low, length) => {
      const reach = Math.min(near, length / 3);
      if (at < low + reach) return -1;
      return at > low + length - reach ? 1 : 0;
    };
    return [side(x, left, w), side(y, top, h)];
  }

  /// The box whose handles there are: the one being drawn, or the chosen target's.
  ownBox() {
    if (this.draft) return this.draft.box;
    const chosen = this.selectedTarget();
    return chosen && !this.hand.reselecting() ? chosen.box : null;
  }

  down(event) {
    if (!this.state || this.state.index < 0 || event.button > 1) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({preventScroll: true});
    event.preventDefault();
    this.pointers.set(event.pointerId, this.onPage(event));
    if (this.pointers.size > 1) {  // a second finger: no box was meant
      this.grip = null;
      return this.paint();
    }
    if (event.button === 1) return;
    const at = this.inFrame(event);
    const own = this.ownBox();
    const where = own && this.gripAt(own, at, event.pointerType);
    this.grip = {at, where, from: own && [...own], box: null, frame: this.draft ? this.draft.frame : this.state.index,
      target: this.draft ? null : where && this.selected};
  }

  move(event) {
    if (!this.state || this.state.index < 0) return;
    if (this.pointers.size === 2 && this.pointers.has(event.pointerId)) return this.pinch(event);
    if (event.buttons & 4 && this.pointers.has(event.pointerId)) {  // the middle button pushes the picture
      const before = this.pointers.get(event.pointerId);
      this.pointers.set(event.pointerId, this.onPage(event));
      return this.zoomBy(1, before, this.onPage(event));
    }
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
    this.pointers.delete(event.pointerId);
    const grip = this.grip;
    this.grip = null;
    if (!grip) return this.release();
    const {box, frame, where, target} = grip;
    const drawn = box && (where || (box[2] >= SMALLEST && box[3] >= SMALLEST));
    if (!drawn) {
      this.click(this.inFrame(event), event.pointerType);
    } else if (target) {
      this.hand.correct(target, frame, box);
      this.release();
    } else {
      this.setDraft({box, frame});
    }
    return this.paint();
  }

  letGo(event) {
    this.pointers.delete(event.pointerId);
    this.grip = null;
    this.release();
  }

  click(at, kind) {
    if (this.draft) return this.paint();
    const hit = this.targets().filter((target) => target.box && this.gripAt(target.box, at, kind));
    hit.sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
    this.hand.select(hit.length ? hit[0].number : null);
    return this.release();
  }

  setDraft(draft) {
    this.draft = draft;
    this.hand.draft(draft);
    if (!draft) this.release();
    this.paint();
  }

  /// Moves the draft, or the chosen target's box, by whole pixels; `grow` changes its size instead. False: there is none.
  nudge(dx, dy, grow) {
    const changed = ([x, y, w, h]) => (grow ? [x, y, Math.max(SMALLEST, w + dx), Math.max(SMALLEST, h + dy)] : [x + dx, y + dy, w, h]);
    if (this.draft) {
      this.setDraft({box: changed(this.draft.box), frame: this.draft.frame});
      return true;
    }
    const chosen = this.selectedTarget();
    if (!chosen || this.state.state !== "paused") return false;
    chosen.box = changed(chosen.box);
    this.hand.correct(chosen.number, this.state.index, chosen.box);
    this.paint();
    return true;
  }

  cursor(at) {
    const own = this.ownBox();
    const where = own && this.gripAt(own, at);
    const names = {"-1-1": "nwse", "11": "nwse", "-11": "nesw", "1-1": "nesw", "0-1": "ns", "01": "ns", "-10": "ew", "10": "ew"};
    const name = where && names[`${where[0]}${where[1]}`];
    this.canvas.style.cursor = name ? `${name}-resize` : where ? "move" : "crosshair";
  }
}
