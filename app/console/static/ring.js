// One ring: what it is, why, what it drew, who is in it, what people said of it.
import { ask } from './api.js';
import { trafficChart, waterfall } from './charts.js';
import { doubtsSection } from './doubts.js';
import { gapSection } from './gap.js';
import { announce, h, pager, show, table } from './dom.js';
import { accountLink, bits, day, facts, families, identifier, number, score, state, words } from './format.js';

// How many bits the account could lose and stay, and the rule it would break first.
function edge(member) {
  return member.marginBits === null ? '' : h('span', { title: member.edge ? `first rule to break: ${member.edge}` : '' }, bits(member.marginBits));
}

const MEMBER_COLUMNS = [
  ['Account', (member) => accountLink(member.account.id)],
  ['Score', (member) => score(member.score), 'number'],
  ['Bits', (member) => bits(member.bits), 'number'],
  ['To the edge', (member) => edge(member), 'number'],
  ['Strongest evidence', (member) => member.evidence.slice(0, 3).map((e) => `${words(e.family)} ${bits(e.bits)}`).join(', ')],
  ['Exchanges', (member) => number(member.account.exchanges), 'number'],
  ['Plan', (member) => member.account.plan ?? ''],
  ['Created', (member) => day(member.account.createdAt), 'date'],
  ['Last seen', (member) => day(member.account.lastSeen), 'date'],
];

const TERM_COLUMNS = [
  ['What', (term) => words(term.kind)],
  ['Value', (term) => identifier(term)],
  ['Bits', (term) => bits(term.bits), 'number'],
  ['Members', (term) => (term.members ? number(term.members) : ''), 'number'],
  ['Of all accounts', (term) => (term.degree ? number(term.degree) : ''), 'number'],
  ['Note', (term) => term.note],
];

const SHARED_COLUMNS = [
  ['Kind', (shared) => words(shared.identifier.kind)],
  ['Value', (shared) => identifier(shared.identifier)],
  ['Members', (shared) => number(shared.members), 'number'],
  ['Of all accounts', (shared) => number(shared.degree), 'number'],
];

const SHARE_COLUMNS = [
  ['Name', (share) => share.key || 'unknown'],
  ['Exchanges', (share) => number(share.exchanges), 'number'],
];

function whySection(ring) {
  const terms = ring.evidence.map((part) => h('details', null,
    h('summary', null, `${words(part.family)}: ${bits(part.bits)} bits from ${number(part.termCount)} ${part.termCount === 1 ? 'term' : 'terms'}`),
    table(`Strongest evidence of ${words(part.family)}`, TERM_COLUMNS, part.terms)));
  return h('section', { 'aria-labelledby': 'why' }, h('h2', { id: 'why' }, 'Evidence'),
    h('p', null, `${bits(ring.bits)} bits in all. Each bit doubles the odds that one actor runs these accounts.`),
    ring.evidence.length ? waterfall(ring.evidence, ring.bits) : h('p', null, 'None is recorded.'), terms);
}

function trafficSection(traffic) {
  return h('section', { 'aria-labelledby': 'traffic' }, h('h2', { id: 'traffic' }, 'Traffic by day'),
    traffic.buckets.length ? [trafficChart(traffic.buckets),
      h('div', { class: 'beside' }, table('By capability', SHARE_COLUMNS, traffic.byCapability), table('By model', SHARE_COLUMNS, traffic.byModel))]
      : h('p', null, 'It has drawn nothing.'));
}

function membersSection(ring, page) {
  const members = table(`Members: ${number(page.totalCount)}, surest first`, MEMBER_COLUMNS, page.nodes);
  const load = async (after) => (await ask('ConsoleMembers', { id: ring.id, after })).ring.members;
  return h('section', { 'aria-labelledby': 'members' }, h('h2', { id: 'members' }, 'Members'), members, pager(members, page, load));
}

function judgementsSection(ring, viewer) {
  const said = ring.judgements.map((j) => h('li', null,
    h('strong', null, words(j.verdict)), ` by ${j.author}, ${day(j.madeAt)}: ${j.reason}${j.withdrawnAt ? ` (withdrawn ${day(j.withdrawnAt)})` : ''}`));
  return h('section', { 'aria-labelledby': 'judgements' }, h('h2', { id: 'judgements' }, 'Judgements'),
    said.length ? h('ul', null, said) : h('p', null, 'Nobody has judged this ring yet.'),
    mayDecide(viewer) && judgeForm(ring, viewer));
}

function judgeForm(ring, viewer) {
  const reason = h('textarea', { id: 'reason', rows: 2, maxlength: 2000, required: true });
  const problem = h('p', { role: 'alert' });
  const decide = async (verdict) => {
    if (!reason.reportValidity()) return;
    try {
      const { judgeRing } = await ask('ConsoleJudge', { input: { ringId: ring.id, verdict, reason: reason.value } });
      if (judgeRing.problems.length) throw new Error(judgeRing.problems[0].message);
      announce(`Recorded. The ring is ${words(judgeRing.ring.state)}.`);
      await showRing(ring.id, viewer);
    } catch (failure) {
      problem.textContent = failure.message;
    }
  };
  const button = (verdict, label) => h('button', { type: 'button', onclick: () => decide(verdict) }, label);
  return h('form', { class: 'judge', onsubmit: (event) => event.preventDefault() },
    h('label', { for: 'reason' }, `Reason (signed ${viewer.name})`), reason,
    h('div', null, button('CONFIRMED', 'Confirm: it is a ring'), button('BENIGN', 'Benign: it is explained'), button('UNSURE', 'Unsure: leave open')), problem);
}

const mayDecide = (viewer) => ['investigator', 'admin'].includes(viewer.role);

/** Who works on the ring, what they noted; forms for those who may decide. Each change goes out once, under an id of its own. */
function caseSection(ring, viewer) {
  const { state: stands, assignee } = ring.triage ?? { state: 'OPEN', assignee: null };
  const notes = ring.notes.map((note) => h('li', null, h('strong', null, note.author), ` ${day(note.madeAt)}: ${note.redacted ? '(not shown to your role)' : note.text}`));
  return h('section', { 'aria-labelledby': 'case' }, h('h2', { id: 'case' }, 'Case'),
    h('p', { id: 'triage' }, `${words(stands)}, ${assignee ? `assigned to ${assignee}` : 'assigned to nobody'}`),
    notes.length ? h('ul', null, notes) : h('p', null, 'No notes yet.'),
    mayDecide(viewer) && caseForm(ring, viewer));
}

function caseForm(ring, viewer) {
  const note = h('textarea', { id: 'note', rows: 2, maxlength: 8000 });
  const problem = h('p', { role: 'alert' });
  const change = async (query, name, input) => {
    try {
      const answer = await ask(query, { input: { ringId: ring.id, clientMutationId: crypto.randomUUID(), ...input } });
      if (answer[name].problems.length) throw new Error(answer[name].problems[0].message);
      announce('Recorded.');
      await showRing(ring.id, viewer);
    } catch (failure) {
      problem.textContent = failure.message;
    }
  };
  const triage = (label, input) => h('button', { type: 'button', onclick: () => change('ConsoleTriage', 'setRingTriage', input) }, label);
  return h('form', { class: 'judge', onsubmit: (event) => { event.preventDefault(); change('ConsoleNote', 'addRingNote', { text: note.value }); } },
    h('div', null, triage('Take it on', { state: 'INVESTIGATING', assignee: viewer.name }), triage('Escalate', { state: 'ESCALATED' }),
      triage('Close', { state: 'CLOSED' }), triage('Lay it back', { state: 'OPEN', assignee: null })),
    h('label', { for: 'note' }, 'Note'), note, h('div', null, h('button', null, 'Add the note')), problem);
}

export async function showRing(id, viewer) {
  const [{ ring }, members] = await Promise.all([ask('ConsoleRing', { id }), ask('ConsoleMembers', { id })]);
  if (!ring) {
    show(h('h1', null, 'No such ring'), h('p', null, `No ring has ever had the id ${id}.`));
    return;
  }
  document.title = `${ring.id} · Ringleader`;
  const tokens = `${number(ring.inputTokens)} in, ${number(ring.outputTokens)} out`;
  show(h('h1', null, `Ring ${ring.id} `, state(ring.state)),
    ring.id !== id && h('p', null, `${id} became this ring.`),
    !ring.current && h('p', null, 'This ring has ended: it is shown with its last members.'),
    ring.reason && h('p', null, ring.reason),
    facts([['Score', score(ring.score)], ['Accounts', number(ring.size)], ['Exchanges', number(ring.exchanges)], ['Tokens', tokens],
      ['First seen', day(ring.firstSeen)], ['Last seen', day(ring.lastSeen)], ['Evidence', families(ring.families)], ['Formerly', ring.formerIds.join(', ')]]),
    whySection(ring), doubtsSection(ring.id), trafficSection(ring.traffic), ring.detectionGap && gapSection(ring.detectionGap),
    ring.sharedIdentifiers.length > 0 && h('section', null, table('Shared identifiers, those that say most first', SHARED_COLUMNS, ring.sharedIdentifiers)),
    membersSection(ring, members.ring.members), caseSection(ring, viewer), judgementsSection(ring, viewer));
}
