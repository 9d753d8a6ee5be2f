// @ts-check
import { part, setText } from '../dom.js';
import { session } from '../session.js';
import { plural } from '../text.js';

/** The heading of the current channel. */
export class Topbar {
  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  render() {
    const { store } = this;
    const total = store.total();
    setText(part(document, '.channel-title'), store.unknownAddress ? 'Unknown address' : store.current);
    part(document, 'h1 .hash').hidden = Boolean(store.unknownAddress);
    const info = store.unknownAddress ? undefined : store.channels.get(store.current);
    setText(part(document, '.channel-topic'), info?.topic ?? '');
    part(document, '.channel-topic').title = info?.topic ?? '';
    part(document, '.edit-channel').hidden = !info || !session.may('moderator');
    setText(part(document, '.channel-total'), total && !store.unknownAddress ? plural(total, 'message') : '');
  }
}
