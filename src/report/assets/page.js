'use strict';
// Everything the page does once it is there: themes, sorting, filtering, picking a tracker, reading curves.
// Plots carry their axes as data-* of g.plot and their points in polylines, so nothing is stored twice.

const root = document.documentElement;
const tip = document.getElementById('tip');

// Light or dark: as the system says until the button is pressed; paper is always light.
const system = matchMedia('(prefers-color-scheme: dark)');
const setTheme = dark => { root.dataset.theme = dark ? 'dark' : 'light'; };
setTheme(system.matches);
system.addEventListener('change', event => setTheme(event.matches));
document.getElementById('theme').addEventListener('click', () => setTheme(root.dataset.theme !== 'dark'));
addEventListener('beforeprint', () => {
  setTheme(false);
  for (const details of document.querySelectorAll('details')) details.open = true;
});

// Tables: a click on a head sorts by it, another one turns the order round. Cells without a number stay last.
function sortBy(table, column, numeric) {
  const head = table.tHead.rows[0].cells[column];
  const first = numeric ? 'descending' : 'ascending';
  const order = head.getAttribute('aria-sort') === first ? (numeric ? 'ascending' : 'descending') : first;
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', order);
  const sign = order === 'ascending' ? 1 : -1;
  const natural = new Intl.Collator('en', {numeric: true});
  const value = row => row.cells[column].dataset.value;
  const compare = (a, b) => {
    if (!numeric) return sign * natural.compare(a.cells[column].textContent, b.cells[column].textContent);
    if (value(a) === undefined || value(b) === undefined) return (value(a) === undefined) - (value(b) === undefined);
    return sign * (value(a) - value(b));
  };
  table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
}
for (const table of document.querySelectorAll('table')) {
  [...table.tHead.rows[0].cells].forEach((cell, i) =>
    cell.addEventListener('click', () => sortBy(table, i, cell.classList.contains('number'))));
  if (table.tBodies[0].rows.length < 25) continue;
  const filter = document.createElement('input');
  filter.className = 'filter';
  filter.placeholder = 'Show rows that contain …';
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.cells[0].textContent.toLowerCase().includes(words);
  });
  table.parentElement.before(filter, document.createElement('br'));
}

// A tracker under the pointer, in a legend or in a table, stands out in all plots; a click keeps it so.
let kept = null;
function pick(name) {
  document.body.classList.toggle('picking', name !== null);
  for (const item of document.querySelectorAll('[data-name]')) item.classList.toggle('picked', item.dataset.name === name);
}
for (const item of document.querySelectorAll('g.entry, g.point, tr[data-name]')) {
  item.addEventListener('mouseenter', () => pick(item.dataset.name));
  item.addEventListener('mouseleave', () => pick(kept));
  item.addEventListener('click', () => {
    kept = kept === item.dataset.name ? null : item.dataset.name;
    pick(kept);
  });
}

// Curves: the value of each at the threshold below the pointer.
const svgSpace = 'http://www.w3.org/2000/svg';
function shape(parent, kind, attributes) {
  const one = document.createElementNS(svgSpace, kind);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  parent.append(one);
  return one;
}
function showTip(event, lines) {
  tip.replaceChildren(...lines);
  tip.hidden = false;
  const left = event.clientX + 18 + tip.offsetWidth > innerWidth ? event.clientX - 18 - tip.offsetWidth : event.clientX + 18;
  tip.style.left = Math.max(4, left) + 'px';
  tip.style.top = Math.max(4, Math.min(event.clientY + 12, innerHeight - tip.offsetHeight - 8)) + 'px';
}
function line(text, colour, near) {
  const div = document.createElement('div');
  if (colour) {
    const sample = document.createElement('i');
    sample.style.background = colour;
    div.append(sample);
  }
  div.append(text);
  if (near) div.className = 'near';
  return div;
}
const short = value => String(+value.toFixed(Math.abs(value) >= 10 ? 1 : 3));

function readCurves(plot) {
  const curves = [...plot.querySelectorAll('g.curve')].map(group => {
    const lines = [...group.querySelectorAll('polyline')];
    const points = lines.flatMap(one => one.getAttribute('points').split(' ').map(pair => pair.split(',').map(Number)));
    return {group, points, colour: lines[0] && lines[0].getAttribute('stroke')};
  }).filter(curve => curve.points.length > 0);
  if (curves.length === 0) return;
  const box = Object.fromEntries(['left', 'top', 'width', 'height', 'xLow', 'xHigh', 'yLow', 'yHigh'].map(key => [key, +plot.dataset[key]]));
  const xOf = px => box.xLow + (px - box.left) / box.width * (box.xHigh - box.xLow);
  const yOf = px => box.yLow + (box.top + box.height - px) / box.height * (box.yHigh - box.yLow);
  const svg = plot.ownerSVGElement;
  const guide = shape(plot, 'line', {class: 'guide', y1: box.top, y2: box.top + box.height, visibility: 'hidden'});
  const dot = shape(plot, 'circle', {class: 'dot', r: 4.5, visibility: 'hidden'});
  const hide = () => {
    tip.hidden = true;
    for (const one of [guide, dot]) one.setAttribute('visibility', 'hidden');
  };
  svg.addEventListener('mouseleave', hide);
  svg.addEventListener('mousemove', event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    if (at.x < box.left || at.x > box.left + box.width || at.y < box.top || at.y > box.top + box.height) return hide();
    const all = curves[0].points.map(point => point[0]);
    const x = all.reduce((best, one) => Math.abs(one - at.x) < Math.abs(best - at.x) ? one : best);
    const rows = curves.map(curve => ({curve, point: curve.points.find(point => Math.abs(point[0] - x) < 0.02)}))
      .filter(row => row.point && (kept === null || row.curve.group.dataset.name === kept))
      .sort((a, b) => a.point[1] - b.point[1]);
    if (rows.length === 0) return hide();
    const near = rows.reduce((best, one) => Math.abs(one.point[1] - at.y) < Math.abs(best.point[1] - at.y) ? one : best);
    for (const [key, value] of Object.entries({x1: x, x2: x, visibility: 'visible'})) guide.setAttribute(key, value);
    for (const [key, value] of Object.entries({cx: x, cy: near.point[1], fill: near.curve.colour, visibility: 'visible'})) dot.setAttribute(key, value);
    const shown = rows.length > 24 ? [near] : rows;
    showTip(event, [line(`${plot.dataset.xLabel}: ${short(xOf(x))}`),
      ...shown.map(row => line(`${short(yOf(row.point[1]))}  ${row.curve.group.dataset.name}`, row.curve.colour, row === near))]);
  });
}
document.querySelectorAll('g.plot').forEach(readCurves);
