// @ts-check
import { Problem } from '../board-client.js';
import { chart, niceMax, niceSeconds } from '../chart.js';
import { setText } from '../dom.js';
import { readStatistics } from '../statistics.js';
import { plural } from '../text.js';
import { clock, dayName } from '../time.js';
import { Dialog } from './dialog.js';
import { element, stylesheet } from './element.js';

/** @typedef {import('../statistics.js').Tally} Tally */
/** @typedef {import('../statistics.js').Statistics} Statistics */

/** @typedef {{ step: 'minute' | 'hour' | 'day', label: string, every: string, refreshMs: number }} Period */

/** @type {Period[]} */
const PERIODS = [
  { step: 'minute', label: 'Hour', every: 'minute', refreshMs: 3_000 },
  { step: 'hour', label: '2 days', every: 'hour', refreshMs: 10_000 },
  { step: 'day', label: '30 days', every: 'day', refreshMs: 30_000 },
];

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const NUMBER = new Intl.NumberFormat('en');
const HEIGHT = 170;

/** The dialog that shows how much happens on the board, and when, as it happens. */
export class StatisticsDialog {
  #body = element('div', { class: 'dialog-body statistics' });
  #dialog = new Dialog('Statistics', this.#body);
  #note = element('p', { class: 'note', role: 'status' });
  #tiles = element('dl', { class: 'tiles' });
  #channel = element('select', { 'aria-label': 'Channel' });
  #figures = [
    new Figure('What happened', 'bars', [
      { name: 'posts', label: 'Posts', of: (tally) => tally.posts },
      { name: 'reactions', label: 'Reactions', of: (tally) => tally.reactions },
      { name: 'edits', label: 'Edits', of: (tally) => tally.edits },
    ]),
    new Figure('Active people', 'line', [{ name: 'people', label: 'People', of: (tally) => tally.people }]),
    new Figure('Time to the first reply', 'dots',
      [{ name: 'waiting', label: 'Half waited no longer than', of: (tally) => tally.responseSeconds }], duration, niceSeconds),
  ];
  #busiest = new Busiest();
  #period = PERIODS[0];
  /** @type {Statistics | undefined} */
  #shown;
  /** Only the answer to the newest question counts. */
  #question = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    const { element: dialog } = this.#dialog;
    dialog.classList.add('wide');
    this.#body.append(
      element('div', { class: 'statistics-head' }, this.#periods(), this.#channel),
      this.#note, this.#tiles, ...this.#figures.map(({ element: figure }) => figure), this.#busiest.element,
    );
    this.#channel.addEventListener('change', () => void this.#load());
    dialog.addEventListener('close', () => this.#stop());
    document.addEventListener('visibilitychange', () => dialog.open && !document.hidden && void this.#load());
    new ResizeObserver(() => this.#draw()).observe(this.#body);
  }

  async open() {
    await styled;
    this.#fillChannels();
    this.#dialog.open();
    await this.#load();
  }

  #periods() {
    const group = element('fieldset', { class: 'periods' }, element('legend', { class: 'visually-hidden' }, 'Period'));
    for (const period of PERIODS) {
      const radio = element('input', { type: 'radio', name: 'period', value: period.step });
      radio.checked = period === this.#period;
      radio.addEventListener('change', () => {
        this.#period = period;
        void this.#load();
      });
      group.append(element('label', {}, radio, element('span', {}, period.label)));
    }
    return group;
  }

  #fillChannels() {
    const chosen = this.#channel.value;
    const names = [...this.store.channels.keys()];
    this.#channel.replaceChildren(
      element('option', { value: '' }, 'All channels'),
      ...names.map((name) => element('option', { value: name }, this.store.label(name))),
    );
    this.#channel.value = names.includes(chosen) ? chosen : '';
  }

  async #load() {
    clearTimeout(this.#timer);
    const question = ++this.#question;
    try {
      const answer = await readStatistics({ step: this.#period.step, channel: this.#channel.value || undefined });
      if (question !== this.#question) return;
      this.#shown = answer;
      setText(this.#note, '');
      this.#draw();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (question === this.#question) setText(this.#note, error.message);
    }
    if (this.#dialog.element.open && !document.hidden && question === this.#question) {
      this.#timer = setTimeout(() => void this.#load(), this.#period.refreshMs);
    }
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#question++;
  }

  #draw() {
    const shown = this.#shown;
    const width = Math.floor(this.#body.clientWidth - 2 * parseFloat(getComputedStyle(this.#body).paddingLeft || '0'));
    if (!shown || !(width > 0)) return;
    this.#drawTiles(shown.total);
    const times = shown.points.map(({ time }) => nameOf(time, shown.step));
    for (const figure of this.#figures) figure.draw(shown.points, times, this.#period, figureWidth(width));
    this.#busiest.draw(shown.channels, (name) => this.store.label(name));
  }

  /** @param {Tally} total */
  #drawTiles(total) {
    /** @type {[string, string][]} */
    const tiles = [
      ['Posts', NUMBER.format(total.posts)],
      ['Active people', NUMBER.format(total.people)],
      ['Reactions', NUMBER.format(total.reactions)],
      ['Edits', NUMBER.format(total.edits)],
      ['To a first reply', total.responseSeconds === undefined ? '–' : duration(total.responseSeconds)],
    ];
    tiles.forEach(([name, value], i) => {
      if (!this.#tiles.children[i]) {
        this.#tiles.append(element('div', { class: 'tile' }, element('dt', {}, name), element('dd', {})));
      }
      setText(/** @type {Element} */ (this.#tiles.children[i].lastElementChild), value);
    });
  }
}

const styled = stylesheet('statistics');

/** Two of them beside each other where there is room. @param {number} width */
const figureWidth = (width) => (wide?.matches ? Math.floor((width - 24) / 2) : width);

const wide = globalThis.matchMedia?.('(min-width: 761px)');

/** @typedef {{ name: string, label: string, of: (tally: Tally) => number | undefined }} Kind */

/** A chart, what it says where somebody points, and a table with the same. */
class Figure {
  #caption = element('span', { class: 'figure-value' });
  #place = element('div', { class: 'chart' });
  #table = element('div', { class: 'table', tabindex: '0', role: 'region' });
  #details = element('details', {}, element('summary', {}, 'As a table'), this.#table);
  /** @type {ReturnType<typeof chart> | undefined} */
  #chart;
  /** @type {(import('../statistics.js').Point)[]} */
  #points = [];
  /** @type {string[]} */
  #times = [];
  /** Where somebody points, in pixels, or -1. */
  #x = -1;

  /**
   * @param {string} title
   * @param {'bars' | 'line' | 'dots'} form
   * @param {Kind[]} kinds
   * @param {(value: number) => string} [say] how a value is called
   * @param {(max: number) => number} [end] where the axis ends, for the highest value
   */
  constructor(title, form, kinds, say = (value) => NUMBER.format(value), end = niceMax) {
    this.title = title;
    this.form = form;
    this.kinds = kinds;
    this.say = say;
    this.end = end;
    this.#table.setAttribute('aria-label', title);
    const legend = kinds.length < 2 ? [] : [element('span', { class: 'legend', 'aria-hidden': 'true' },
      ...kinds.map(({ name, label }) => element('span', { class: `key of-${name}` }, label)))];
    this.element = element('figure', { class: `figure ${form}` },
      element('figcaption', {}, element('h3', {}, title), ...legend, this.#caption), this.#place, this.#details);
    this.#place.addEventListener('pointermove', (event) => this.#point(event.offsetX));
    this.#place.addEventListener('pointerleave', () => this.#point(-1));
    this.#details.addEventListener('toggle', () => this.#fillTable());
  }

  /** @param {import('../statistics.js').Point[]} points @param {string[]} times @param {Period} period @param {number} width */
  draw(points, times, period, width) {
    this.#points = points;
    this.#times = times;
    const { title, form, say, end } = this;
    const series = this.kinds.map(({ name, of }) => ({ name, values: points.map(of) }));
    const some = points.some((point) => this.kinds.some(({ of }) => of(point)));
    const label = `${title}, per ${period.every}, from ${times[0]} to ${times[times.length - 1]}${some ? '' : ': nothing'}`;
    this.#chart = chart({ form, series, times, say, end, label, width, height: HEIGHT });
    this.#place.replaceChildren(this.#chart.svg);
    this.element.classList.toggle('quiet', !some);
    this.#point(this.#x);
    this.#fillTable();
  }

  /** @param {number} x */
  #point(x) {
    this.#x = x;
    const index = this.#chart?.at(x) ?? -1;
    const point = this.#points[index];
    const said = point ? this.kinds.map(({ label, of }) => {
      const value = of(point);
      if (this.kinds.length > 1) return plural(value ?? 0, label.toLowerCase().slice(0, -1));
      return value === undefined ? '–' : this.say(value);
    }) : [];
    setText(this.#caption, point ? `${this.#times[index]}: ${said.join(', ')}` : '');
  }

  #fillTable() {
    if (!this.#details.open) return;
    const head = ['Time', ...this.kinds.map(({ label }) => label)];
    const rows = this.#points.map((point, i) => element('tr', {}, element('th', { scope: 'row' }, this.#times[i]),
      ...this.kinds.map(({ of }) => {
        const value = of(point);
        return element('td', {}, value === undefined ? '–' : this.say(value));
      })));
    const { scrollTop } = this.#table;
    this.#table.replaceChildren(element('table', {},
      element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
      element('tbody', {}, ...rows.reverse())));
    this.#table.scrollTop = scrollTop;
  }
}

/** The busiest channels: a table whose rows have bars. */
class Busiest {
  #rows = element('tbody');
  element = element('section', { class: 'busiest' }, element('h3', {}, 'Busiest channels'),
    element('table', {}, element('thead', {}, element('tr', {},
      ...['Channel', 'Posts', 'Reactions', 'People'].map((name) => element('th', { scope: 'col' }, name)))), this.#rows));

  /** @param {Statistics['channels']} channels @param {(name: string) => string} labelOf */
  draw(channels, labelOf) {
    this.element.hidden = !channels?.length;
    if (!channels) return;
    const activity = (/** @type {Tally} */ { posts, reactions, edits }) => posts + reactions + edits;
    const most = Math.max(1, ...channels.map(activity));
    this.#rows.replaceChildren(...channels.map((channel) => {
      const bar = element('span', { class: 'share', 'aria-hidden': 'true' });
      bar.style.setProperty('inline-size', `${(100 * activity(channel)) / most}%`);
      const numbers = [channel.posts, channel.reactions, channel.people];
      return element('tr', {}, element('th', { scope: 'row' }, element('span', {}, labelOf(channel.channel)), bar),
        ...numbers.map((number) => element('td', {}, NUMBER.format(number))));
    }));
  }
}

/** @param {string} time @param {Period['step']} step */
function nameOf(time, step) {
  const date = new Date(time);
  if (step === 'day') return dayFormat.format(date);
  return step === 'minute' ? clock(date) : `${dayName(date) === 'Today' ? '' : `${dayFormat.format(date)}, `}${clock(date)}`;
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.round(seconds / 360) / 10} h` : `${Math.round(seconds / 8_640) / 10} days`;
}
