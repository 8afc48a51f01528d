// GraphiQL keeps tabs, queries and headers in a Storage. This one lives in memory: queries name people's accounts, headers hold tokens.
export class MemoryStorage {
  #items = new Map();

  get length() {
    return this.#items.size;
  }

  key(index) {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(name) {
    return this.#items.get(String(name)) ?? null;
  }

  setItem(name, value) {
    this.#items.set(String(name), String(value));
  }

  removeItem(name) {
    this.#items.delete(String(name));
  }

  clear() {
    this.#items.clear();
  }
}
