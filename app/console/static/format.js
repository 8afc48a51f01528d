// Numbers, dates and names as people read them.
import { h } from './dom.js';

const whole = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const number = (value) => (value === null || value === undefined ? '' : whole.format(value));
export const short = (value) => compact.format(value);
export const score = (value) => value.toFixed(3);
export const bits = (value) => value.toFixed(1);
export const day = (value) => (value ? value.slice(0, 10) : '');
export const words = (name) => name.toLowerCase().replaceAll('_', ' ');
export const families = (list) => list.map(words).join(', ');

export function state(name) {
  return h('span', { class: `state ${name.toLowerCase()}` }, words(name));
}

export const ringLink = (id) => h('a', { href: `#/ring/${encodeURIComponent(id)}` }, id);
export const accountLink = (id) => h('a', { href: `#/account/${encodeURIComponent(id)}` }, id);

// A personal value that this role may not see is shown as its stand-in, and says so.
export function identifier(found) {
  return found.redacted ? h('span', { class: 'masked', title: 'Masked: personal data' }, found.value) : h('span', { class: 'value' }, found.value);
}

export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return h('dl', null, shown.map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
}
