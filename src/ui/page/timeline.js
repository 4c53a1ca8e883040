// The clip from left to right: a row for each target, diamonds for key frames.

const EDGE = 10;  // left and right of the first and last frame, CSS pixels
const ROW = 12;

export class Timeline {
  /// `seek(frame)` is called while the pointer is down.
  constructor(canvas, seek) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.seek = seek;
    this.rows = [];
    this.count = 0;
    this.index = 0;
    this.selected = null;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.held = true;
      this.to(event, true);
    });
    canvas.addEventListener("pointermove", (event) => this.held && this.to(event, false));
    canvas.addEventListener("pointerup", () => { this.held = false; });
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  set(state) {
    this.count = state.count || 0;
    this.index = Math.max(0, state.index);
    this.canvas.setAttribute("aria-valuemin", 0);
    this.canvas.setAttribute("aria-valuemax", Math.max(0, this.count - 1));
    this.canvas.setAttribute("aria-valuenow", this.index);
    this.paint();
  }

  setRows(rows) {
    this.rows = rows;
    const wanted = `${Math.min(9, Math.max(1, rows.length)) * ROW + 28}px`;
    if (this.canvas.style.height !== wanted) this.canvas.style.height = wanted;
    this.paint();
  }

  fit() {
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * ratio);
    this.canvas.height = Math.round(this.canvas.clientHeight * ratio);
    this.paint();
  }

  xOf(frame) {
    const span = this.canvas.clientWidth - 2 * EDGE;
    return EDGE + (this.count > 1 ? frame / (this.count - 1) : 0) * span;
  }

  to(event, exact) {
    if (this.count < 1) return;
    const rect = this.canvas.getBoundingClientRect();
    const x = event.clientX - rect.left;
    const share = (x - EDGE) / Math.max(1, rect.width - 2 * EDGE);
    let frame = Math.round(Math.min(1, Math.max(0, share)) * (this.count - 1));
    if (exact) {  // a click near a diamond means it
      const keys = this.rows.flatMap((row) => row.keys);
      const near = keys.filter((key) => Math.abs(this.xOf(key) - x) < 6);
      near.sort((a, b) => Math.abs(this.xOf(a) - x) - Math.abs(this.xOf(b) - x));
      if (near.length) frame = near[0];
    }
    this.seek(frame);
  }

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
    const style = getComputedStyle(this.canvas);
    const {clientWidth: width, clientHeight: height} = this.canvas;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (this.count < 1) return;
    this.ticks(style, width);
    const top = 22;
    pen.fillStyle = style.getPropertyValue("--rail");
    pen.beginPath();
    pen.roundRect(EDGE, top, width - 2 * EDGE, height - top - 4, 4);
    pen.fill();
    this.rows.slice(0, 9).forEach((row, n) => this.row(row, top + 2 + n * ROW));
    const x = this.xOf(this.index);
    pen.fillStyle = style.getPropertyValue("--accent");
    pen.fillRect(x - 1, top - 4, 2, height - top + 2);
    pen.beginPath();
    pen.moveTo(x - 6, top - 9);
    pen.lineTo(x + 6, top - 9);
    pen.lineTo(x, top);
    pen.fill();
  }

  ticks(style, width) {
    const pen = this.pen;
    const room = Math.max(2, Math.floor(width / 90));
    const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000]
      .find((each) => this.count / each <= room) || 100000;
    pen.font = "11px sans-serif";
    pen.textBaseline = "top";
    pen.fillStyle = style.getPropertyValue("--quiet");
    for (let frame = 0; frame < this.count; frame += step) {
      const x = this.xOf(frame);
      pen.fillRect(x, 16, 1, 4);
      const text = String(frame);
      const wide = pen.measureText(text).width;
      pen.fillText(text, Math.min(Math.max(0, x - wide / 2), width - wide), 2);
    }
  }

  row(row, y) {
    const pen = this.pen;
    const chosen = row.number === this.selected;
    for (const [first, last, lost] of row.spans) {
      pen.globalAlpha = lost ? 0.3 : chosen ? 1 : 0.75;
      pen.fillStyle = row.colour;
      const left = this.xOf(first);
      const right = this.xOf(Math.min(last + 1, this.count - 1));  // up to the next frame: no gaps between kinds
      pen.fillRect(left, y + 2, Math.max(1.5, right - left), ROW - 4);
    }
    pen.globalAlpha = 1;
    for (const key of row.keys) {
      const x = this.xOf(key);
      const half = chosen ? 6 : 5;
      pen.beginPath();
      pen.moveTo(x, y + ROW / 2 - half);
      pen.lineTo(x + half, y + ROW / 2);
      pen.lineTo(x, y + ROW / 2 + half);
      pen.lineTo(x - half, y + ROW / 2);
      pen.closePath();
      pen.fillStyle = "#fff";
      pen.fill();
      pen.strokeStyle = row.colour;
      pen.lineWidth = 2;
      pen.stroke();
    }
  }
}
