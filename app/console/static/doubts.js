// What a sceptic asks of a ring: which honest group looks most like it, and how little holds it together.
import { ask } from './api.js';
import { h, table } from './dom.js';
import { bits, identifier, number, ringLink, state, words } from './format.js';

// Two requests: each takes a moment to compute, and one that takes too long does not hide the other.
const LOOK_ALIKE = `query LookAlike($id: ID!) {
  ring(id: $id) {
    priorBits
    lookAlike { distance ring { id state reason size } tests { family name ring lookAlike population ringBits lookAlikeBits } }
  }
}`;

const WEAKEST_CUT = `query WeakestCut($id: ID!) {
  ring(id: $id) {
    weakestCut { identifierCount partSizes loose approximated identifiers(first: 10) { identifier { kind value redacted } members degree } }
  }
}`;

const figure = (value) => (value === null ? '' : Number(value.toPrecision(3)).toString());

const TEST_COLUMNS = [
  ['Family', (test) => words(test.family)],
  ['Figure', (test) => test.name],
  ['Ring', (test) => figure(test.ring), 'number'],
  ['Look-alike', (test) => figure(test.lookAlike), 'number'],
  ['Everybody', (test) => figure(test.population), 'number'],
  ['Bits, ring', (test) => bits(test.ringBits), 'number'],
  ['Bits, look-alike', (test) => bits(test.lookAlikeBits), 'number'],
];

const CUT_COLUMNS = [
  ['Kind', (cut) => words(cut.identifier.kind)],
  ['Value', (cut) => identifier(cut.identifier)],
  ['Members', (cut) => number(cut.members), 'number'],
  ['Of all accounts', (cut) => number(cut.degree), 'number'],
];

function lookAlikePart({ priorBits, lookAlike: found }) {
  const prior = h('p', null, `Before any evidence the odds start at ${bits(priorBits)} bits: so rare is a ring among groups of accounts.`);
  if (!found) return [prior, h('p', null, 'No group that was judged is comparable with it.')];
  return [prior, h('p', null, 'The most similar group that was not flagged is ', ringLink(found.ring.id), ' (', state(found.ring.state),
    `, ${number(found.ring.size)} accounts${found.ring.reason ? `: ${found.ring.reason}` : ''}). They are ${bits(found.distance)} bits apart.`),
  table('Ring and look-alike, test by test', TEST_COLUMNS, found.tests)];
}

function cutPart({ weakestCut: cut }) {
  if (!cut.partSizes.length) return [h('p', null, 'Too few members share an identifier of their own to look for a weakest cut.')];
  const parts = cut.partSizes.map(number).join(' and ');
  if (!cut.identifierCount) return [h('p', null, `No shared identifier joins its parts of ${parts} members: behaviour alone does.`)];
  const fewest = cut.approximated ? 'at most' : 'exactly';
  return [h('p', null, `It falls into parts of ${parts} members if ${fewest} ${number(cut.identifierCount)} identifiers are taken away.`),
    table('Identifiers of the weakest cut', CUT_COLUMNS, cut.identifiers)];
}

async function fill(body, query, id, part) {
  body.replaceChildren(h('p', null, 'Computing ...'));
  try {
    body.replaceChildren(...part((await ask(query, { id })).ring));
  } catch (failure) {
    body.replaceChildren(h('p', { role: 'alert' }, failure.message), h('button', { type: 'button', onclick: () => fill(body, query, id, part) }, 'Try again'));
  }
}

export function doubtsSection(id) {
  const [honest, cut] = [h('div', { 'aria-live': 'polite' }), h('div', { 'aria-live': 'polite' })];
  const look = (event) => {
    event.target.remove();
    fill(honest, LOOK_ALIKE, id, lookAlikePart);
    fill(cut, WEAKEST_CUT, id, cutPart);
  };
  return h('section', { 'aria-labelledby': 'doubts' }, h('h2', { id: 'doubts' }, 'What speaks against it'),
    h('button', { type: 'button', onclick: look }, 'Compare with its closest honest look-alike'), honest, cut);
}
