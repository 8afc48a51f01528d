// What surrounds an account: the accounts it is linked to, and its traffic by day. Both are computed when asked for.
import { trafficChart } from './charts.js';
import { h, table } from './dom.js';
import { accountLink, day, identifier, number, ringLink, state, words } from './format.js';
import { fill } from './later.js';

const COLUMNS = [
  ['Account', (near) => accountLink(near.account.id)],
  ['Shares', (near) => near.shared.map((one, i) => [i ? ', ' : '', words(one.kind), ' ', identifier(one)])],
  ['Ring', (near) => near.account.rings.nodes.map(({ ring }) => [ringLink(ring.id), ' ', state(ring.state)])],
  ['Exchanges', (near) => number(near.account.exchanges), 'number'],
  ['Last seen', (near) => day(near.account.lastSeen), 'date'],
];

function neighboursPart({ neighbourhood: view }) {
  const identifiers = new Map(view.nodes.filter((node) => node.identifier).map((node) => [node.id, node.identifier]));
  const near = view.nodes.filter((node) => node.account && node.distance > 0).map((node) => ({
    account: node.account, shared: view.edges.filter((edge) => edge.account === node.id).map((edge) => identifiers.get(edge.identifier)) }));
  if (!near.length) return [h('p', null, 'It shares nothing that only few accounts have.')];
  const left = view.truncated ? ` ${number(view.omittedCount)} more are left out.` : '';
  return [table(`Accounts that it is linked to: ${number(near.length)}`, COLUMNS, near), h('p', null, `${view.rule}${left}`)];
}

function trafficPart({ account: { traffic } }) {
  if (!traffic.buckets.some((bucket) => bucket.exchanges > 0)) return [h('p', null, 'It has drawn nothing.')];
  return [trafficChart(traffic.buckets), h('p', null, `There is data through ${day(traffic.dataThrough)}.`)];
}

export function aroundSection(id) {
  const [traffic, near] = [h('div', { 'aria-live': 'polite' }), h('div', { 'aria-live': 'polite' })];
  const look = (event) => {
    event.target.remove();
    fill(traffic, 'ConsoleAccountTraffic', id, trafficPart);
    fill(near, 'ConsoleNeighbours', id, neighboursPart);
  };
  return h('section', { 'aria-labelledby': 'around' }, h('h2', { id: 'around' }, 'Traffic and neighbours'),
    h('button', { type: 'button', onclick: look }, 'Show its traffic and whom it is linked to'), traffic, near);
}
