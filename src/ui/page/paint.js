// The picture with everything drawn on it.

const HANDLE = 7;       // half a handle's side, CSS pixels
const LABEL = 21;       // a label's height
const SHARP = 4;        // from this scale on, pixels of the frame are shown as they are

const rootStyle = getComputedStyle(document.documentElement);
const font = (size) => `600 ${size}px ${rootStyle.getPropertyValue("--font") || "sans-serif"}`;

/// Black or white, whichever reads better on `colour` (#rrggbb).
function textOn(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 120 ? "#101418" : "#fff";
}

/// Colours of a score map, blue over green and yellow to red, the higher the less see-through: Turbo, as the window has it.
const RAMP = [[48, 18, 59], [70, 107, 227], [40, 188, 235], [50, 242, 152], [164, 252, 60], [238, 207, 58], [251, 126, 33], [209, 47, 5], [122, 4, 3]];
function heatColour(share) {
  const t = Math.min(1, Math.max(0, share));
  const at = t * (RAMP.length - 1);
  const low = Math.min(RAMP.length - 2, Math.floor(at));
  const mixed = RAMP[low].map((value, i) => Math.round(value + (RAMP[low + 1][i] - value) * (at - low)));
  return [...mixed, Math.round(165 * Math.sqrt(Math.max(0, t - 0.04)))];
}

const overlap = (a, b) => a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

export class Painter {
  /// Draws what `view` (view.js) holds: its state, picture, draft and what the pointer has in its grip.
  constructor(view) {
    this.view = view;
    this.pen = view.canvas.getContext("2d");
    this.templates = new Map();
    this.labels = [];  // where labels are already, so that the next one finds room
  }

  get width() { return this.view.canvas.clientWidth; }
  get height() { return this.view.canvas.clientHeight; }

  draw() {
    const {pen, view} = this;
    const ratio = window.devicePixelRatio || 1;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    if (!view.state || !view.picture) return;
    const [x, y, w, h] = view.onCanvas([0, 0, view.state.width, view.state.height]);
    pen.imageSmoothingEnabled = view.place.scale < SHARP;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(view.picture, x, y, w, h);
    pen.imageSmoothingEnabled = true;
    pen.save();
    pen.beginPath();
    pen.rect(x, y, w, h);
    pen.clip();
    for (const target of view.targets()) if (target.insight) this.insight(target);
    for (const box of view.state.truth || []) this.outline(box, "#fff", 1.5, [3, 3]);
    for (const target of view.targets()) this.target(target);
    this.labels = [];
    for (const target of view.targets()) this.label(target);
    pen.restore();
    this.insets(Math.max(0, x), Math.max(0, y));
    const drawn = view.grip && !view.grip.target && view.grip.box;
    if (drawn || view.draft) this.draft(drawn || view.draft.box);
  }

  outline(box, colour, width, dash = []) {
    const pen = this.pen;
    const [x, y, w, h] = this.view.onCanvas(box);
    pen.setLineDash(dash);
    for (const [style, extra] of [["rgba(8,12,16,.65)", dash.length ? 1.4 : 2.5], [colour, 0]]) {
      pen.strokeStyle = style;
      pen.lineWidth = width + extra;
      pen.strokeRect(x, y, w, h);
    }
    pen.setLineDash([]);
  }

  /// A target's box: the one that the pointer pulls at, where it does.
  boxOf(target) {
    const {grip} = this.view;
    return (grip && grip.target === target.number && grip.box) || target.box;
  }

  target(target) {
    const pen = this.pen;
    const box = this.boxOf(target);
    if (this.view.options.trail && target.trail.length > 1) this.trail(target);
    if (!box) return;
    const unsure = target.lost || target.origin === "held";
    const chosen = target.number === this.view.selected;
    pen.globalAlpha = unsure ? 0.8 : 1;
    this.outline(box, target.colour, chosen ? 3 : 2, unsure ? [8, 6] : []);
    pen.globalAlpha = 1;
    if (chosen) this.handles(box, target.colour);
  }

  /// The first place at a box that is on the picture and free: above, below, above to the right, inside.
  labelPlace(box, width) {
    const [x, y, w, h] = this.view.onCanvas(box);
    const top = Math.max(0, this.view.place.y);
    const bottom = Math.min(this.height, this.height - this.view.place.y);
    const fit = (left) => Math.min(Math.max(left, 0), this.width - width);
    const places = [[x - 1, y - LABEL - 3], [x - 1, y + h + 3], [x + w - width, y - LABEL - 3], [x + w - width, y + h + 3],
      [x + 3, y + 3]].map(([left, up]) => [fit(left), up, width, LABEL]);
    const inside = places.filter((each) => each[1] >= top && each[1] + LABEL <= bottom);
    const free = inside.find((each) => !this.labels.some((other) => overlap(each, other)));
    return free || inside[0] || [fit(x), Math.min(Math.max(y, top), bottom - LABEL), width, LABEL];
  }

  words(target) {
    let words = target.origin === "hand" ? "◆" : target.lost ? "lost" : target.origin === "held" ? "held" : target.score.toFixed(2);
    if (target.found_again) words = "found again";
    return target.iou === undefined ? words : `${words}  IoU ${target.iou.toFixed(2)}`;
  }

  label(target) {
    const pen = this.pen;
    const box = this.boxOf(target);
    if (!box || (this.view.zoom.factor > 1 && !overlap(this.view.onCanvas(box), [0, 0, this.width, this.height]))) return;
    const words = `${target.number}  ${this.words(target)}`;
    pen.font = font(target.number === this.view.selected ? 13 : 12);
    const place = this.labelPlace(box, pen.measureText(words).width + 12);
    this.labels.push(place);
    const [left, top, width] = place;
    pen.fillStyle = target.colour;
    pen.globalAlpha = target.lost ? 0.75 : 0.95;
    pen.beginPath();
    pen.roundRect(left, top, width, LABEL, 4);
    pen.fill();
    pen.globalAlpha = 1;
    pen.fillStyle = textOn(target.colour);
    pen.textBaseline = "middle";
    pen.fillText(words, left + 6, top + 9.5);
    pen.fillStyle = "rgba(10,14,18,.55)";
    pen.fillRect(left + 4, top + 16.5, width - 8, 2.5);
    pen.fillStyle = "#fff";
    pen.fillRect(left + 4, top + 16.5, (width - 8) * Math.min(1, Math.max(0, target.score)), 2.5);
  }

  handles(box, colour) {
    const pen = this.pen;
    const [x, y, w, h] = this.view.onCanvas(box);
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

  trail(target) {
    const pen = this.pen;
    const points = target.trail.map(([x, y]) => this.view.onCanvas([x, y, 0, 0]));
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

  /// Search region and score map of a target; pale where another one is chosen.
  insight({insight, colour, number}) {
    const pen = this.pen;
    const {selected} = this.view;
    pen.globalAlpha = selected !== null && selected !== number ? 0.35 : 1;
    const side = insight.heat_side;
    if (insight.heat.length === 2 * side * side) {
      const map = new ImageData(side, side);
      for (let i = 0; i < side * side; ++i) {
        map.data.set(heatColour(parseInt(insight.heat.substr(2 * i, 2), 16) / 255), 4 * i);
      }
      const small = this.heat || (this.heat = document.createElement("canvas"));
      small.width = small.height = side;
      small.getContext("2d").putImageData(map, 0, 0);
      pen.drawImage(small, ...this.view.onCanvas(insight.heat_area));
    }
    this.outline(insight.search, colour, 1.2, [6, 4]);
    pen.globalAlpha = 1;
  }

  /// What each target looks like to the network, small, in the corner.
  insets(x, y) {
    const side = 64;
    const pen = this.pen;
    let left = x + 10;
    for (const target of this.view.targets()) {
      if (!target.insight) continue;
      const picture = this.templateOf(target);
      if (picture.complete && picture.naturalWidth) pen.drawImage(picture, left, y + 10, side, side);
      pen.strokeStyle = target.colour;
      pen.lineWidth = 2;
      pen.strokeRect(left, y + 10, side, side);
      left += side + 8;
      if (left + side > this.width) break;
    }
  }

  templateOf(target) {
    const old = this.templates.get(target.number);
    if (old && performance.now() - old.at < 3000) return old.picture;
    const picture = old ? old.picture : new Image();
    picture.src = `api/template?target=${target.number}&at=${this.view.state.index}`;
    this.templates.set(target.number, {picture, at: performance.now()});
    return picture;
  }

  /// The box being drawn: all but the box steps back.
  draft(box) {
    const {pen, view} = this;
    const [x, y, w, h] = view.onCanvas([0, 0, view.state.width, view.state.height]);
    const inner = view.onCanvas(box);
    pen.fillStyle = "rgba(6,10,14,.45)";
    pen.beginPath();
    pen.rect(x, y, w, h);
    pen.rect(...inner);
    pen.fill("evenodd");
    this.outline(box, "#fff", 2);
    if (view.draft && !view.grip) this.handles(box, "#2f81f7");
    const words = `${Math.round(box[2])} × ${Math.round(box[3])}`;
    pen.font = font(12);
    const [left, top, width] = this.labelPlace(box, pen.measureText(words).width + 12);
    pen.fillStyle = "rgba(10,14,18,.85)";
    pen.beginPath();
    pen.roundRect(left, top, width, 20, 4);
    pen.fill();
    pen.fillStyle = "#fff";
    pen.textBaseline = "middle";
    pen.fillText(words, left + 6, top + 10);
  }
}
