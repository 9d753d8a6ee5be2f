// @ts-check
// Charts of a series of values over time, as SVG. Sizes are pixels of the page, so that text keeps its size.

const SVG = 'http://www.w3.org/2000/svg';
const LEFT = 44;
const TOP = 10;
const BOTTOM = 22;
const LABEL_WIDTH = 84;
/** The width of a label's characters, on average, and what is free between two labels. */
const CHARACTER = 6.4;
const GAP = 14;

/**
 * @typedef {object} Series values of one kind, such as posts
 * @property {string} name which is also the end of its class, of-posts
 * @property {(number | undefined)[]} values undefined where there is none
 */

/**
 * A value not smaller than this one at which an axis may end, that two lines divide evenly.
 * @param {number} max
 */
export function niceMax(max) {
  if (max <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(max));
  return [1, 2, 4, 6, 8, 10].map((n) => n * power).find((end) => end >= max && end % 2 === 0) ?? 10 * power;
}

const LONG = [60, 120, 240, 600, 1_200, 3_600, 7_200, 14_400, 43_200, 86_400];

/** The same of seconds, so that the lines are whole minutes or hours. @param {number} max */
export const niceSeconds = (max) => (max <= 40 ? niceMax(max) : LONG.find((end) => end >= max) ?? niceMax(max / 86_400) * 86_400);

/**
 * The indexes at which there is room for labels, with the last one.
 * @param {string[]} labels
 * @param {number} width
 */
export function labelled(labels, width) {
  const room = Math.max(LABEL_WIDTH, ...labels.map((label) => widthOf(label) + GAP));
  const each = Math.max(1, Math.ceil((labels.length * room) / Math.max(width, 1)));
  const indexes = [];
  for (let i = labels.length - 1; i >= 0; i -= each) indexes.unshift(i);
  return indexes;
}

/** About how wide a label is. @param {string} label */
const widthOf = (label) => label.length * CHARACTER;

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * @param {object} chart
 * @param {'bars' | 'line' | 'dots'} chart.form bars of several series are stacked
 * @param {Series[]} chart.series each with a value for each time
 * @param {string[]} chart.times how each time is called below
 * @param {(value: number) => string} chart.say how a value is called
 * @param {(max: number) => number} chart.end where the axis ends, for the highest value
 * @param {string} chart.label what it says, for those who do not see it
 * @param {number} chart.width
 * @param {number} chart.height
 */
export function chart({ form, series, times, say, end, label, width, height }) {
  const sums = times.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const max = end(Math.max(0, ...sums));
  const step = (width - LEFT - 4) / times.length;
  const bottom = height - BOTTOM;
  const y = (/** @type {number} */ value) => bottom - (value / max) * (bottom - TOP);
  const x = (/** @type {number} */ i) => LEFT + (i + 0.5) * step;
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label });
  for (const value of [0, max / 2, max]) {
    svg.append(
      shape('line', { class: value ? 'grid' : 'axis', x1: LEFT, x2: width - 4, y1: y(value), y2: y(value) }),
      shape('text', { class: 'tick', x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, say(value)),
    );
  }
  for (const i of labelled(times, width - LEFT)) {
    const half = widthOf(times[i]) / 2;
    const [anchor, at] = x(i) + half > width - 4 ? ['end', width - 4] : x(i) < half ? ['start', 0] : ['middle', x(i)];
    svg.append(shape('text', { class: 'tick', x: at, y: height - 6, 'text-anchor': anchor }, times[i]));
  }
  const draw = { bars, line, dots }[form];
  svg.append(...draw(series, { x, y, step }));
  const hover = shape('rect', { class: 'pointed-at', x: 0, y: TOP - 4, width: Math.max(step, 2), height: bottom - TOP + 4 });
  hover.style.setProperty('visibility', 'hidden');
  svg.prepend(hover);
  return { svg, at: (/** @type {number} */ px) => pointed(px, hover, step, times.length) };
}

/**
 * Marks the column at a place; returns its index, or -1 beside the columns.
 * @param {number} px @param {SVGElement} hover @param {number} step @param {number} count
 */
function pointed(px, hover, step, count) {
  const i = Math.floor((px - LEFT) / step);
  const inside = i >= 0 && i < count;
  hover.style.setProperty('visibility', inside ? 'visible' : 'hidden');
  if (inside) hover.setAttribute('x', String(LEFT + i * step));
  return inside ? i : -1;
}

/** @typedef {{ x: (i: number) => number, y: (value: number) => number, step: number }} Scale */

/** @param {Series[]} series @param {Scale} scale */
function bars(series, { x, y, step }) {
  const width = Math.max(1, Math.min(step - Math.min(3, step * 0.25), 28));
  /** @type {number[]} */
  const below = [];
  return series.flatMap(({ name, values }) => values.flatMap((value, i) => {
    if (!value) return [];
    const from = below[i] ?? 0;
    below[i] = from + value;
    const height = y(from) - y(from + value);
    const radius = Math.min(2, width / 2, height / 2);
    return [shape('rect', { class: `bar of-${name}`, x: x(i) - width / 2, y: y(from + value), width, height, rx: radius })];
  }));
}

/** @param {Series[]} series @param {Scale} scale */
function line(series, { x, y }) {
  return series.flatMap(({ name, values }) => {
    const points = values.map((value, i) => `${x(i).toFixed(1)} ${y(value ?? 0).toFixed(1)}`);
    const path = `M${points.join('L')}`;
    const area = `${path}L${x(values.length - 1).toFixed(1)} ${y(0)}L${x(0).toFixed(1)} ${y(0)}Z`;
    return [shape('path', { class: `area of-${name}`, d: area }), shape('path', { class: `line of-${name}`, d: path })];
  });
}

/** @param {Series[]} series @param {Scale} scale */
function dots(series, { x, y }) {
  return series.flatMap(({ name, values }) => values.flatMap((value, i) => value === undefined ? [] : [
    shape('line', { class: `stem of-${name}`, x1: x(i), x2: x(i), y1: y(0), y2: y(value) }),
    shape('circle', { class: `spot of-${name}`, cx: x(i), cy: y(value), r: 3.5 }),
  ]));
}
