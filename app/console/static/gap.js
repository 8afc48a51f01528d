// When a replay would have flagged the ring, what it had captured by then, and which evidence came in when.
import { h, table } from './dom.js';
import { facts, number, words } from './format.js';

const EVIDENCE_COLUMNS = [
  ['Evidence', (each) => words(each.family)],
  ['Present on', (each) => each.presentOn, 'date'],
  ['Would have sufficed on', (each) => each.sufficientOn ?? 'not by itself', 'date'],
];

// The server draws it: parsed as SVG, where nothing is a script, and shown only if it is that one element.
function drawing(text) {
  const { documentElement } = new DOMParser().parseFromString(text, 'image/svg+xml');
  if (documentElement.localName !== 'svg') return null;
  documentElement.setAttribute('class', 'drawing');
  return document.importNode(documentElement, true);
}

function share(gap) {
  return gap.exchanges ? ` (${(100 * gap.exchangesBefore / gap.exchanges).toFixed(1)} %)` : '';
}

export function gapSection(gap) {
  return h('section', { 'aria-labelledby': 'gap' }, h('h2', { id: 'gap' }, 'Detection gap'),
    h('p', null, `Replayed day by day up to ${gap.until}, ${number(gap.closings)} days closed: what it had captured when it was flagged.`),
    facts([['First exchange', gap.firstExchange], ['Flagged on', gap.flaggedOn ?? 'never'],
      ['Captured by then', `${number(gap.exchangesBefore)} of ${number(gap.exchanges)}${share(gap)}`],
      ['Looking hourly saves at most', number(gap.savedHourly)]]),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Chart of the detection gap' }, h('figure', null, drawing(gap.chart))),
    gap.evidence.length > 0 && table('When evidence came in', EVIDENCE_COLUMNS, gap.evidence));
}
