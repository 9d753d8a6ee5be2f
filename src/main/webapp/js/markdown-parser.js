// @ts-check
import { isWebAddress, link, webAddresses } from './text.js';
import { Lexer, Tokenizer } from './vendor/marked.js';

/**
 * A part of a text as marked's lexer finds it; `raw` is the part exactly as it was written.
 * @typedef {{ type: string, raw: string, text?: string, lang?: string, href?: string, tokens?: Token[],
 *   ordered?: boolean, start?: number | '', items?: Token[] }} Token
 */

const FENCE = /^ {0,3}(`{3,}|~{3,})([\w+#.-]*)[ \t]*\n([\s\S]+?)\n {0,3}\1[`~]*[ \t]*(?=\n|$)/u;

// A line without a marker ends a quote. A smiley such as >:( and a comparison such as >= 5 are no quotes.
const QUOTE = /^(?: {0,3}>(?=[ \t\n>\x60[\p{L}\p{N}\p{Pi}"']|$)[^\n]*(?:\n|$))+/u;
const QUOTE_MARKER = /^ {0,3}> ?/gmu;

// A line that is neither an item, nor indented, nor blank with more after it ends a list.
const ITEM = String.raw`(?:[*+-]|\d{1,9}[.)])[ \t]+\S[^\n]*`;
const LIST = new RegExp(String.raw`^ {0,3}${ITEM}(?:\n(?:${ITEM}|[ \t][^\n]*|(?=\n)))*`, 'u');

const LINK = /^\[((?:[^[\]\\\n]|\\.)+)\]\((https?:\/\/[^\s<>"()]+(?:\([^\s<>"()]*\)[^\s<>"()]*)*)\)/iu;

const EMPHASIS = /^[*_]+[^\s*_]/u;

/** How deep quotes, lists and emphasis may nest, and how many may be tried: the rest of a hostile text stays text. */
const DEEPEST = 6;
const MOST = 100;

/** The nodes for a text, as `setMarkdown` describes them. @param {string} text */
export function parse(text) {
  const lexer = new Lexer({ gfm: true, tokenizer: new Subset(), hooks: { emStrongMask: withoutAddresses } });
  return blocks(lexer.lex(text));
}

/** The delimiters within an address delimit nothing. @param {string} text */
function withoutAddresses(text) {
  let masked = text;
  for (const { index, address } of webAddresses(text)) {
    masked = masked.slice(0, index) + 'a'.repeat(address.length) + masked.slice(index + address.length);
  }
  return masked;
}

/** The vendored file has no types in which a rule may find nothing. */
const AllRules = /** @type {new () => any} */ (Tokenizer);

/** Marked's rules without those that a message must not use, and without what is not closed. */
class Subset extends AllRules {
  #depth = 0;
  #tried = 0;

  code() {}
  heading() {}
  html() {}
  def() {}
  table() {}
  lheading() {}
  tag() {}
  autolink() {}

  /** @param {string} source */
  fences(source) {
    const [raw, , lang, text] = FENCE.exec(source) ?? [];
    return raw ? { type: 'code', raw, lang, text } : undefined;
  }

  /** @param {string} source */
  blockquote(source) {
    const raw = QUOTE.exec(source)?.[0];
    return raw && this.#nested(() => {
      const text = raw.replace(QUOTE_MARKER, '');
      return text.trim() ? { type: 'blockquote', raw, text, tokens: this.lexer.blockTokens(text, []) } : undefined;
    });
  }

  /** @param {string} source */
  list(source) {
    const lines = LIST.exec(source)?.[0];
    return lines && this.#nested(() => super.list(lines));
  }

  /** @param {string} source @param {string} masked @param {string} before the character before it */
  emStrong(source, masked, before) {
    // 5*3*2 is a product
    if (!EMPHASIS.test(source) || (source.startsWith('*') && /\d/u.test(before))) return undefined;
    return this.#nested(() => super.emStrong(source, masked, before));
  }

  /** @param {string} source @param {string} masked @param {string} before */
  del(source, masked, before) {
    return source.startsWith('~~') ? this.#nested(() => super.del(source, masked, before)) : undefined;
  }

  /** @param {string} source */
  link(source) {
    if (source.startsWith('![')) return { type: 'text', raw: '![', text: '![' };
    const [raw, text, href] = LINK.exec(source) ?? [];
    if (!raw || this.lexer.state.inLink || deceives(text, href)) return undefined;
    this.lexer.state.inLink = true;
    const tokens = this.lexer.inlineTokens(text);
    this.lexer.state.inLink = false;
    return { type: 'named link', raw, href, text, tokens };
  }

  /** @param {string} source */
  codespan(source) {
    const token = super.codespan(source);
    return token?.text.trim() ? token : undefined;
  }

  /** @param {string} source */
  url(source) {
    const [found] = webAddresses(source);
    return found?.index === 0 ? { type: 'address', raw: found.address } : undefined;
  }

  /** @template T @param {() => T} parse */
  #nested(parse) {
    if (this.#depth === DEEPEST || this.#tried === MOST) return undefined;
    this.#tried++;
    this.#depth++;
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }
}

/** Whether it leads nowhere, or shows the address of another host. @param {string} text @param {string} href */
function deceives(text, href) {
  if (!isWebAddress(href)) return true;
  const { host } = new URL(href);
  return [...webAddresses(text)].some(({ address }) => new URL(address).host !== host);
}

/**
 * The text's own line ends are kept (the page shows them), but for the one after a block, which ends its line itself.
 * @param {Token[]} tokens @returns {(Node | string)[]}
 */
function blocks(tokens) {
  const nodes = [];
  let afterBlock = false;
  for (const token of tokens) {
    const element = block(token);
    nodes.push(...(element ? [element] : inline(token.tokens ?? [])));
    afterBlock ||= element !== null;
    const end = endOf(token, element !== null);
    nodes.push(afterBlock ? end.replace(/^[ \t]*\n/u, '') : end);
    afterBlock &&= end === '';
  }
  return nodes.filter((node) => node !== '');
}

/**
 * The white space after a block or a paragraph, or all of a token without content.
 * @param {Token} token @param {boolean} isBlock
 */
function endOf({ raw, text = '', tokens }, isBlock) {
  if (isBlock) return raw.slice(raw.trimEnd().length);
  return tokens ? raw.slice(text.length) : raw;
}

/** @param {Token} token @returns {HTMLElement | null} */
function block(token) {
  if (token.type === 'code') return codeBlock(token);
  if (token.type === 'blockquote') return containing('blockquote', blocks(token.tokens ?? []));
  return token.type === 'list' ? list(token) : null;
}

/** Wide code scrolls sideways, which the keyboard can do only where there is the focus. @param {Token} token */
function codeBlock({ text = '', lang }) {
  const pre = containing('pre', [containing('code', [text])]);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', 'Code');
  if (lang) pre.dataset.language = lang;
  return pre;
}

/** @param {Token} token */
function list({ ordered, start, items = [] }) {
  const element = containing(ordered ? 'ol' : 'ul', items.map((item) => containing('li', blocks(item.tokens ?? []))));
  if (ordered && start !== 1) element.setAttribute('start', String(start));
  return element;
}

/**
 * A token of another type stays as it was written.
 * @param {Token[]} tokens @returns {(Node | string)[]}
 */
function inline(tokens) {
  return tokens.map((token) => {
    const { type, raw, tokens: parts = [] } = token;
    if (type === 'codespan') return containing('code', [codeOf(raw)]);
    if (type === 'address') return link(raw);
    if (type === 'named link') return namedLink(token);
    return ['em', 'strong', 'del'].includes(type) ? containing(type, inline(parts)) : raw;
  });
}

/** Spaces around the code allow it to start or end with a backtick. @param {string} raw */
function codeOf(raw) {
  const text = raw.replace(/^`+|`+$/gu, '');
  return /^ .*[^ ].* $/su.test(text) ? text.slice(1, -1) : text;
}

/** The title shows where the link leads, whatever its text says. @param {Token} token */
function namedLink({ href = '', tokens = [] }) {
  const anchor = link(href);
  anchor.title = href;
  anchor.replaceChildren(...inline(tokens));
  return anchor;
}

/** @param {string} name @param {(Node | string)[]} content */
function containing(name, content) {
  const element = document.createElement(name);
  element.append(...content);
  return element;
}
