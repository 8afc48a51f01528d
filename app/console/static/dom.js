// Makes elements. Text only ever becomes text nodes, so nothing from the graph can become markup.
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

export const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);
export const svg = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

let loaded = false;

// Shows a page and moves the focus to it, but for the first one: there the keyboard begins at the top.
export function show(...children) {
  const main = document.getElementById('main');
  main.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (loaded) main.focus({ preventScroll: true });
  loaded = true;
  window.scrollTo(0, 0);
}

export function announce(text) {
  document.getElementById('announce').textContent = text;
}

// A table; columns are [heading, cell(row), 'number'?].
export function table(caption, columns, rows) {
  const cells = (row) => columns.map(([, cell, kind], i) => h(i === 0 ? 'th' : 'td', { scope: i === 0 ? 'row' : null, class: kind }, cell(row)));
  const body = h('tbody', null, rows.map((row) => h('tr', null, cells(row))));
  const head = h('tr', null, columns.map(([heading, , kind]) => h('th', { scope: 'col', class: kind }, heading)));
  const element = h('table', null, h('caption', null, caption), h('thead', null, head), body);
  element.more = (others) => body.append(...others.map((row) => h('tr', null, cells(row))));
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, element);
}

// A button that loads the next page of a connection until there is none.
export function pager(element, connection, load) {
  let page = connection.pageInfo;
  const button = h('button', { type: 'button' }, 'Load more');
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const next = await load(page.endCursor);
      element.querySelector('table').more(next.nodes);
      page = next.pageInfo;
      announce(`${next.nodes.length} more rows`);
      button.hidden = !page.hasNextPage;
    } catch (failure) {
      announce(failure.message);
      button.after(h('p', { role: 'alert' }, failure.message));
    }
    button.disabled = false;
  });
  button.hidden = !page.hasNextPage;
  return button;
}
