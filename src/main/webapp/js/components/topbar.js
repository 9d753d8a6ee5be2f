// @ts-check
import { part, setText } from '../dom.js';
import { isDirect, isPrivate } from '../names.js';
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
    const { current, nowhere } = store;
    setText(part(document, '.channel-title'), nowhere ? 'Unknown address' : store.title());
    part(document, 'h1 .hash').hidden = nowhere || isPrivate(current);
    const info = nowhere ? undefined : store.channels.get(current);
    // Every member changes a private channel
    const mayChange = session.may(isPrivate(current) ? 'poster' : 'moderator') && !isDirect(current);
    setText(part(document, '.channel-topic'), info?.topic ?? '');
    part(document, '.channel-topic').title = info?.topic ?? '';
    part(document, '.edit-channel').hidden = !info || !mayChange;
    setText(part(document, '.channel-total'), total && !nowhere ? plural(total, 'message') : '');
  }
}
