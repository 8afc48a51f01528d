// Accounts, and whatever a search finds.
import { ask } from './api.js';
import { aroundSection } from './around.js';
import { h, pager, show, table } from './dom.js';
import { accountLink, bits, day, facts, identifier, number, ringLink, score, state, words } from './format.js';

const degree = (found) => `${found.degreeIsExact ? '' : 'at least '}${number(found.degree)}`;

const USE_COLUMNS = [
  ['Kind', (use) => words(use.identifier.kind)],
  ['Value', (use) => identifier(use.identifier)],
  ['Accounts', (use) => degree(use.identifier), 'number'],
  ['Exchanges', (use) => (use.exchanges ? number(use.exchanges) : ''), 'number'],
  ['First seen', (use) => day(use.firstSeen), 'date'],
  ['Last seen', (use) => day(use.lastSeen), 'date'],
];

const MEMBERSHIP_COLUMNS = [
  ['Ring', (m) => ringLink(m.ring.id)],
  ['State', (m) => state(m.ring.state)],
  ['Now', (m) => (m.current ? 'yes' : 'no longer')],
  ['Score', (m) => score(m.score), 'number'],
  ['Bits', (m) => bits(m.bits), 'number'],
  ['Accounts', (m) => number(m.ring.size), 'number'],
];

export async function showAccount(id) {
  const { account } = await ask('ConsoleAccount', { id });
  if (!account) {
    show(h('h1', null, 'No such account'), h('p', null, `No feed has told of an account ${id}.`));
    return;
  }
  document.title = `${account.id} · Ringleader`;
  const uses = table('What may link it to other accounts', USE_COLUMNS, account.identifiers.nodes);
  show(h('h1', null, `Account ${account.id}`),
    facts([['Created', day(account.createdAt)], ['Plan', account.plan], ['Country', account.country], ['Organisation', account.organization],
      ['Verified', account.verified], ['Status', account.status], ['Exchanges', number(account.exchanges)],
      ['First seen', day(account.firstSeen)], ['Last seen', day(account.lastSeen)]]),
    account.rings.nodes.length ? table('Rings', MEMBERSHIP_COLUMNS, account.rings.nodes) : h('p', null, 'It is in no ring.'),
    aroundSection(account.id), uses, pager(uses, account.identifiers, async (after) => (await ask('ConsoleMore', { id, after })).account.identifiers));
}

const commas = (parts, more) => [parts.map((part, i) => (i ? [', ', part] : part)), more ? ', and more' : ''];

const HIT = {
  Ring: (hit) => ['Ring', ringLink(hit.ringId), [state(hit.state), ` score ${score(hit.score)}, ${number(hit.size)} accounts`], ''],
  Account: (hit) => ['Account', accountLink(hit.accountId), `${number(hit.exchanges)} exchanges, last seen ${day(hit.lastSeen) || 'never'}`,
    commas(hit.rings.nodes.map((m) => ringLink(m.ring.id)))],
  Identifier: (hit) => [words(hit.kind), identifier(hit),
    [`${degree(hit)} accounts: `, commas(hit.accounts.nodes.map((a) => accountLink(a.account.id)), hit.accounts.pageInfo.hasNextPage)],
    commas(hit.rings.nodes.map((r) => [ringLink(r.ring.id), ` (${number(r.members)} members)`]), hit.rings.pageInfo.hasNextPage)],
};

const HIT_COLUMNS = [
  ['What', (cells) => cells[0]],
  ['Name', (cells) => cells[1]],
  ['About', (cells) => cells[2]],
  ['Rings', (cells) => cells[3]],
];

export async function showSearch(text) {
  const { search } = await ask('ConsoleSearch', { text });
  document.title = 'Search · Ringleader';
  const hits = search.hits.map((hit) => HIT[hit.type](hit));
  show(h('h1', null, 'Search'), h('p', null, `Understood as: ${search.understoodAs.join(', ')}.`),
    hits.length ? table('What was found', HIT_COLUMNS, hits) : h('p', null, 'Nothing in the graph has this name.'));
}
