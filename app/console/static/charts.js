// Two charts in plain SVG, each with its figures as text beside it.
import { h, svg } from './dom.js';
import { bits, number, short, words } from './format.js';

const WIDTH = 720;
const ROW = 30;
const LABEL = 90;

// Evidence waterfall: each family's bar begins where the one before ended; together they reach the total.
export function waterfall(evidence, total) {
  const scale = (WIDTH - LABEL - 70) / Math.max(evidence.reduce((sum, e) => sum + Math.max(e.bits, 0), 0), 1);
  let at = 0;
  const bars = evidence.map((part, i) => {
    const length = Math.max(Math.abs(part.bits) * scale, 1);
    const x = LABEL + (part.bits < 0 ? at * scale - length : at * scale);
    at += part.bits;
    const y = i * ROW;
    return svg('g', null,
      svg('text', { x: 0, y: y + 19 }, words(part.family)),
      svg('rect', { x, y: y + 5, width: length, height: ROW - 10, class: `fill-${part.family.toLowerCase()}` }),
      svg('text', { x: x + length + 6, y: y + 19, class: 'figure' }, bits(part.bits)));
  });
  const said = evidence.map((part) => `${words(part.family)} ${bits(part.bits)}`).join(', ');
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${Math.max(evidence.length, 1) * ROW}`, class: 'chart', role: 'img',
    'aria-label': `Evidence in bits: ${said}; together ${bits(total)}` }, bars);
}

const HEIGHT = 220;
const LEFT = 52;
const BOTTOM = 24;

// Traffic by day, stacked by capability.
export function trafficChart(buckets) {
  const days = [...new Set(buckets.map((b) => b.start))].sort();
  const names = [...new Set(buckets.map((b) => b.capability))].sort((a, b) => (a === '(other)') - (b === '(other)') || a.localeCompare(b));
  const sums = new Map(days.map((day) => [day, 0]));
  for (const bucket of buckets) sums.set(bucket.start, sums.get(bucket.start) + bucket.exchanges);
  const top = Math.max(...sums.values(), 1);
  const first = Date.parse(days[0]);
  const spread = (Date.parse(days.at(-1)) - first) / 86400000 + 1;
  const step = (WIDTH - LEFT) / spread;
  const y = (value) => (HEIGHT - BOTTOM) * (1 - value / top);
  const stacked = new Map();
  const bars = buckets.map((bucket) => {
    const from = stacked.get(bucket.start) ?? 0;
    stacked.set(bucket.start, from + bucket.exchanges);
    const x = LEFT + ((Date.parse(bucket.start) - first) / 86400000) * step;
    return svg('rect', { x, y: y(from + bucket.exchanges), width: Math.max(step - 1, 0.5), height: Math.max(y(from) - y(from + bucket.exchanges), 0.5),
      class: `series-${names.indexOf(bucket.capability) % 6}` },
    svg('title', null, `${bucket.start} ${bucket.capability || 'unknown'}: ${number(bucket.exchanges)}`));
  });
  const ticks = [0, top / 2, top].map((value) => svg('g', { class: 'tick' },
    svg('line', { x1: LEFT, x2: WIDTH, y1: y(value), y2: y(value) }),
    svg('text', { x: LEFT - 6, y: y(value) + (value === top ? 12 : 4), 'text-anchor': 'end' }, short(value))));
  const total = [...sums.values()].reduce((a, b) => a + b, 0);
  const chart = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'chart', role: 'img',
    'aria-label': `Exchanges by day from ${days[0]} to ${days.at(-1)}: ${number(total)} in all, at most ${number(top)} a day` },
  ticks, bars,
  svg('text', { x: LEFT, y: HEIGHT - 6 }, days[0]),
  svg('text', { x: WIDTH, y: HEIGHT - 6, 'text-anchor': 'end' }, days.at(-1)));
  const legend = h('ul', { class: 'legend' }, names.map((name, i) => h('li', { class: `series-${i % 6}` }, name || 'unknown')));
  return h('figure', null, chart, legend);
}
