// The console: who asks, which page, and what went wrong.
import { ask, readSession, useToken } from './api.js';
import { h, show } from './dom.js';
import { number } from './format.js';
import { showAccount, showSearch } from './lookup.js';
import { showRing } from './ring.js';
import { listRings } from './rings.js';

let viewer = null;
let hasSignIn = false;

async function signIn(token) {
  useToken(token);
  const data = await ask('ConsoleViewer');
  viewer = data.viewer;
  document.getElementById('search').hidden = false;
  document.getElementById('who').textContent = `${viewer.name} (${viewer.role})`;
  const { accounts, lastBatchAt, ingesting, lastDetection } = data.dataStatus;
  const when = (moment) => (moment ? moment.slice(0, 16).replace('T', ' ') + ' UTC' : 'never');
  document.getElementById('freshness').textContent = `${number(accounts)} accounts. Last ingest: ${when(lastBatchAt)}${ingesting ? ', another is running' : ''}. Last detection: ${when(lastDetection?.startedAt)}.`;
}

function askForToken(problem) {
  const field = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true });
  const alert = h('p', { role: 'alert' }, problem);
  const submit = async (event) => {
    event.preventDefault();
    try {
      await signIn(field.value.trim());
      await route();
    } catch (failure) {
      alert.textContent = failure.message;
    }
  };
  document.title = 'Sign in · Ringleader';
  show(h('h1', null, 'Sign in'), hasSignIn && h('p', null, h('a', { href: '/auth/login' }, 'Sign in with your organisation')),
    h('form', { class: 'sign-in', onsubmit: submit },
    h('label', { for: 'token' }, 'Access token'), field, h('button', null, 'Sign in'), alert,
    h('p', null, 'Made by ', h('code', null, 'ringleader token create'), '. It is kept in this page’s memory only and is gone after a reload.')));
  field.focus();
}

function fail(failure) {
  if (failure.code === 'UNAUTHENTICATED') return askForToken(failure.message);
  return show(h('h1', null, 'That did not work'), h('p', { role: 'alert' }, failure.message),
    failure.requestId && h('p', null, 'Request ', h('code', null, failure.requestId)));
}

async function route() {
  const [, page, id] = window.location.hash.split('/');
  try {
    if (page === 'ring') await showRing(decodeURIComponent(id), viewer);
    else if (page === 'account') await showAccount(decodeURIComponent(id));
    else await listRings();
  } catch (failure) {
    fail(failure);
  }
}

window.addEventListener('hashchange', () => viewer && window.location.hash !== '#main' && route());
document.getElementById('search').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await showSearch(document.getElementById('text').value);
  } catch (failure) {
    fail(failure);
  }
});

try {
  hasSignIn = await readSession();
  await signIn('');
  await route();
} catch (failure) {
  if (failure.status === 401) askForToken('');
  else fail(failure);
}
