import { webcrypto } from 'node:crypto';

/** As much of an element as the page's modules need to build nodes; nothing in it reads HTML. */
class FakeElement {
  constructor(name) {
    this.name = name;
    this.childNodes = [];
    this.attributes = {};
    this.dataset = {};
  }

  append(...nodes) {
    this.childNodes.push(...nodes);
  }

  replaceChildren(...nodes) {
    this.childNodes = nodes;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  set textContent(text) {
    this.childNodes = [text];
  }

  get textContent() {
    return this.childNodes.map((node) => node.textContent ?? node).join('');
  }

  /** Elements in a short notation: <b>text</b>, without attributes. */
  get markup() {
    const inner = this.childNodes.map((node) => node.markup ?? node).join('');
    return this.name ? `<${this.name}>${inner}</${this.name}>` : inner;
  }

  /** @returns {FakeElement[]} the elements of that name within this one */
  all(name) {
    const within = this.childNodes.flatMap((node) => node.all?.(name) ?? []);
    return this.name === name ? [this, ...within] : within;
  }
}

// Node has these two from versions 21 and 19 on
globalThis.navigator ??= { languages: ['en-GB'] };
globalThis.crypto ??= webcrypto;
globalThis.requestAnimationFrame = setImmediate;
globalThis.document = { createElement: (name) => new FakeElement(name) };

/** A container whose markup is that of its content alone. */
export const container = () => new FakeElement('');
