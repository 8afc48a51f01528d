// The list of rings.
import { ask } from './api.js';
import { h, pager, show, table } from './dom.js';
import { day, families, number, ringLink, score, state } from './format.js';

const GROUPS = {
  'Rings: flagged or confirmed': ['FLAGGED', 'CONFIRMED'],
  'Contained suspects': ['CONTAINED_SUSPECT'],
  Candidates: ['CANDIDATE'],
  'Benign or reversed': ['BENIGN', 'REVERSED'],
  'All groups': null,
};
const ORDERS = { Score: 'SCORE', Exchanges: 'EXCHANGES', Size: 'SIZE', 'Last seen': 'LAST_SEEN', 'First seen': 'FIRST_SEEN' };

const COLUMNS = [
  ['Ring', (ring) => ringLink(ring.id)],
  ['Score', (ring) => score(ring.score), 'number'],
  ['State', (ring) => state(ring.state)],
  ['Accounts', (ring) => number(ring.size), 'number'],
  ['Exchanges', (ring) => number(ring.exchanges), 'number'],
  ['Evidence', (ring) => families(ring.families)],
  ['First seen', (ring) => day(ring.firstSeen), 'date'],
  ['Last seen', (ring) => day(ring.lastSeen), 'date'],
];

const chosen = { group: Object.keys(GROUPS)[0], order: 'Score' };

function picker(label, id, options, name) {
  const select = h('select', { id, onchange: (event) => { chosen[name] = event.target.value; listRings(); } },
    Object.keys(options).map((option) => h('option', { selected: option === chosen[name] }, option)));
  return [h('label', { for: id }, label), select];
}

export async function listRings() {
  const states = GROUPS[chosen.group];
  const load = async (after) => (await ask('ConsoleRings', {
    first: 50, after, filter: states && { states }, orderBy: { field: ORDERS[chosen.order], direction: 'DESC' },
  })).rings;
  const page = await load(null);
  document.title = 'Rings · Ringleader';
  const found = table(`${chosen.group}, by ${chosen.order.toLowerCase()}: ${number(page.totalCount)}`, COLUMNS, page.nodes);
  const none = h('p', { class: 'none' }, 'There is nothing here. Rings appear after `ringleader ingest` and `ringleader detect`.');
  show(h('h1', null, 'Rings'),
    h('div', { class: 'controls' }, picker('Show', 'group', GROUPS, 'group'), picker('Sort by', 'order', ORDERS, 'order')),
    page.nodes.length ? [found, pager(found, page, load)] : none);
}
