// Parts of a page that take a moment: asked for when somebody wants them, each on its own, to be tried again.
import { ask } from './api.js';
import { h } from './dom.js';

/** Puts what `part` makes of an operation's answer into an element. */
export async function fill(body, name, id, part) {
  body.replaceChildren(h('p', null, 'Computing ...'));
  try {
    body.replaceChildren(...part((await ask(name, { id }))));
  } catch (failure) {
    body.replaceChildren(h('p', { role: 'alert' }, failure.message), h('button', { type: 'button', onclick: () => fill(body, name, id, part) }, 'Try again'));
  }
}
