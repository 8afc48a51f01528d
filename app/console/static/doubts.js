// What a sceptic asks of a ring: which honest group looks most like it, and how little holds it together.
import { h, table } from './dom.js';
import { bits, identifier, number, ringLink, state, words } from './format.js';
import { fill } from './later.js';

// Two requests: each takes a moment to compute, and one that takes too long does not hide the other.
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

function lookAlikePart({ ring: { priorBits, lookAlike: found } }) {
  const prior = h('p', null, `Before any evidence the odds start at ${bits(priorBits)} bits: so rare is a ring among groups of accounts.`);
  if (!found) return [prior, h('p', null, 'No group that was judged is comparable with it.')];
  return [prior, h('p', null, 'The most similar group that was not flagged is ', ringLink(found.ring.id), ' (', state(found.ring.state),
    `, ${number(found.ring.size)} accounts${found.ring.reason ? `: ${found.ring.reason}` : ''}). They are ${bits(found.distance)} bits apart.`),
  table('Ring and look-alike, test by test', TEST_COLUMNS, found.tests)];
}

function cutPart({ ring: { weakestCut: cut } }) {
  if (!cut.partSizes.length) return [h('p', null, 'Too few members share an identifier of their own to look for a weakest cut.')];
  const parts = cut.partSizes.map(number).join(' and ');
  if (!cut.identifierCount) return [h('p', null, `No shared identifier joins its parts of ${parts} members: behaviour alone does.`)];
  const fewest = cut.approximated ? 'at most' : 'exactly';
  return [h('p', null, `It falls into parts of ${parts} members if ${fewest} ${number(cut.identifierCount)} identifiers are taken away.`),
    table('Identifiers of the weakest cut', CUT_COLUMNS, cut.identifiers)];
}

export function doubtsSection(id) {
  const [honest, cut] = [h('div', { 'aria-live': 'polite' }), h('div', { 'aria-live': 'polite' })];
  const look = (event) => {
    event.target.remove();
    fill(honest, 'ConsoleLookAlike', id, lookAlikePart);
    fill(cut, 'ConsoleWeakestCut', id, cutPart);
  };
  return h('section', { 'aria-labelledby': 'doubts' }, h('h2', { id: 'doubts' }, 'What speaks against it'),
    h('button', { type: 'button', onclick: look }, 'Compare with its closest honest look-alike'), honest, cut);
}
