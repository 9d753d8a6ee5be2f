// @ts-check
import { applyAppearance } from './appearance.js';
import { Badge } from './components/badge.js';
import { Changes, UNDO_MS } from './changes.js';
import { closedBy } from './closed.js';
import { ChannelBell } from './components/channel-bell.js';
import { ChannelForm } from './components/channel-form.js';
import { ChannelList, channelNames } from './components/channel-list.js';
import { Composer } from './components/composer.js';
import { ConnectionState } from './components/connection.js';
import { Conversation } from './components/conversation.js';
import { Drawer } from './components/drawer.js';
import { MessageActions } from './components/message-actions.js';
import { ThreadPanel } from './components/thread-panel.js';
import { Toasts } from './components/toast.js';
import { Topbar } from './components/topbar.js';
import { changeChannel, readMessage, readReactions } from './api.js';
import { part, setText } from './dom.js';
import { boxOf, Drafts } from './drafts.js';
import { Feed } from './feed.js';
import { onRemembered } from './memory.js';
import { isPrivate } from './names.js';
import { Outbox } from './outbox.js';
import { Reading } from './reading.js';
import { hashOf, Route } from './route.js';
import { session } from './session.js';
import { SharedStream } from './shared-stream.js';
import { listenForShortcuts } from './shortcuts.js';
import { withEmoji } from './shortcodes.js';
import { Own } from './own.js';
import { Store } from './store.js';
import { randomUuid } from './uuid.js';

const store = new Store();
/** @type {import('./mark-sync.js').MarkSync | undefined} */
let markSync;
const drafts = new Drafts();
const outbox = new Outbox(session, {
  has: (channel, id) => Boolean(store.log(channel).find(id)),
  changed: () => store.changed(),
});
const own = new Own();
const changes = new Changes({
  changed: () => store.changed(),
  onRead: (message) => store.log(message.channel).add(message, Infinity),
  onFailed: ({ id, draft }, reason) => {
    const again = draft === undefined ? undefined : { label: 'Edit again', act: () => editPosted(id, draft) };
    toasts.show(`Nothing was changed. ${reason}`, again, { stays: Boolean(again) });
  },
});
const feed = new Feed(store, {
  onMessage: (message) => {
    if (!outbox.settle(message)) return;
    own.add(message.id);
    store.skipUnread(message);
  },
  onNew: (message) => {
    if (outbox.delivered.has(message.id)) return;
    void loadExtras().then((extras) => extras?.notifications.receive(message));
  },
  onOtherBoard: () => {
    outbox.park();
    store.forgetBoard();
  },
  onElsewhere: (channel) => goElsewhere(channel),
});

/** A message that is not loaded. @type {import('./timeline.js').Shown} */
const UNKNOWN = { position: '', id: '', channel: '', author: '', content: '', timestamp: '' };

/** @type {import('./store.js').Connection} */
let streamState = { name: 'connecting' };
let wasLive = false;
const stream = new SharedStream({
  onEvent: (event, after) => feed.receive({ ...event, own: changes.settle(event) }, after),
  onReset: () => rejoin(),
  onRead: (mark) => markSync?.hear(mark),
  onBeat: (position) => feed.beat(position),
  onState: (state) => {
    if (state.name === 'live' && streamState.name !== 'live') onLive();
    streamState = state;
    store.changed();
  },
  isAllowed: () => session.mayRead,
  position: () => feed.position,
});

const toasts = new Toasts();
const drawer = new Drawer();
const reading = new Reading(store, () => conversation.showNew());
const view = {
  delivered: outbox.delivered,
  shown: (/** @type {import('./api.js').Message} */ message) => changes.shown(message),
  me: () => store.settings.get('author'),
};
const channelView = {
  ...view,
  outgoing: () => outbox.entriesOf(store.current).filter(({ author }) => author === (store.author ?? author)),
  rootOf: (/** @type {import('./timeline.js').Shown} */ { replyTo }) =>
    replyTo ? (store.log().find(replyTo) ?? UNKNOWN) : undefined,
  empty: () =>
    store.author === undefined ? `Nothing in ${store.label()} yet` : `Nothing by ${store.author} in ${store.label()}`,
};
const conversation = new Conversation(store, channelView, {
  loadOlder: () => void feed.loadOlder(),
  loadNewer: () => void feed.loadNewer(),
  toNewest: () => void feed.toNewest(),
  toUnread: () => openUnread(),
  markAllRead: () => reading.markAllRead(),
  retryLoading: () => feed.retryNow(),
  onLook: (visible) => reading.look(visible),
  onAction: (action, id, row, button) => ACTIONS[action]?.(id, row, button),
});
const writing = {
  onSend: (/** @type {string} */ author, /** @type {string} */ content) => {
    conversation.follow();
    outbox.send({ author, content, channel: store.current });
  },
  prepare: withEmoji,
  onDraft: (/** @type {string} */ box, /** @type {string} */ text) => drafts.keep(box, text),
  onAuthor: (/** @type {string} */ author) => store.settings.set('author', author),
};
const composer = new Composer({ ...writing, onKey: (event) => onComposerKey(event) });
const threadPanel = new ThreadPanel(store, {
  view: {
    ...view,
    outgoing: () => outbox.entriesOf(store.current).filter(({ replyTo }) => replyTo === store.thread?.root.id),
    rootOf: () => undefined,
  },
  onAction: (action, id, row, button) => ACTIONS[action]?.(id, row, button),
  onSend: ({ root }, author, content) => outbox.send({ author, content, channel: root.channel, replyTo: root.id }),
  composer: writing,
  draft: (box) => drafts.of(box),
  isPresent: () => reading.present,
});
for (const each of [composer, threadPanel.composer]) {
  part(each.element, '.open-emoji').addEventListener('click', () => void pickEmoji((emoji) => each.insert(emoji)));
}
const channelList = new ChannelList(store);
/** @type {{ render: () => void }[]} */
const components = [
  conversation,
  threadPanel,
  channelList,
  new Topbar(store),
  new ChannelBell(store, () => withExtras(({ levels }) => levels.open())),
  new Badge(store),
  { render: () => applyAppearance(store.settings.get('theme'), store.settings.get('density')) },
  new ConnectionState(store, () => {
    feed.retryNow();
    stream.reconnect();
    outbox.sendNow();
  }),
];
const route = new Route((place, again) => open(place, again));
new ChannelForm(goTo);
const showKeys = () => withExtras(({ keys }) => keys.open());
part(document, '.open-settings').addEventListener('click', () => withExtras(({ settings }) => settings.open()));
part(document, '.open-search').addEventListener('click', () => void search());
part(document, '.open-keys').addEventListener('click', showKeys);
listenForShortcuts({
  'Mod+k': () => withExtras(({ switcher }) => switcher.open()),
  '/': () => void search(),
  'Mod+Shift+f': () => void search(),
  '?': showKeys,
  'Mod+/': showKeys,
  'Alt+ArrowUp': () => goBeside(-1),
  'Alt+ArrowDown': () => goBeside(1),
  'Alt+Shift+ArrowUp': () => goBeside(-1, (name) => store.badge(name) > 0),
  'Alt+Shift+ArrowDown': () => goBeside(1, (name) => store.badge(name) > 0),
});
part(document, '.edit-channel').addEventListener('click', () =>
  roomsView ? roomsView.settings() : withExtras(({ channel }) => channel.open()));
const toolbars = [conversation, threadPanel].map(({ scroller }) => {
  for (const sign of ['pointerover', 'focusin']) {
    scroller.addEventListener(sign, (event) => void showNames(event.target));
  }
  return new MessageActions(scroller, {
    leave: () => composer.focus(),
    actions: (row) => (['', 'delivered'].includes(row.dataset.status ?? '') ? actionsOf(row.dataset.id ?? '') : []),
    keys: { c: 'copy', u: 'unread', r: 'thread', e: 'edit', '+': 'react', Delete: 'delete', m: 'more' },
  });
});

/**
 * What the buttons of a message do.
 * @type {Record<string, (id: string, row: HTMLElement, button: HTMLElement) => unknown>}
 */
const ACTIONS = {
  copy: (id) => withExtras(async ({ copy }) => {
    const copied = await copy(new URL(hashOf(store.current, id), document.baseURI).href);
    toasts.show(copied ? 'Link copied.' : 'This browser does not let the page copy. Copy the link of the time instead.');
  }),
  unread: (id) => reading.keepUnread(id),
  react: (id) => pickEmoji((emoji) => react(id, emoji)),
  toggle: (id, _, button) => react(id, button.dataset.emoji ?? ''),
  thread: (id) => openThread(find(id)?.replyTo ?? id),
  edit: (id, row) => editPosted(id, undefined, row),
  delete: (id) => {
    const message = find(id);
    if (message) remove(message);
  },
  retry: (key) => outbox.retry(key),
  amend: (key, row) => withExtras(({ amend }) => {
    outbox.hold(key);
    amend(row, outbox.find(key)?.content ?? '', (content) => outbox.release(key, content));
  }),
  discard: (key) => {
    const discarded = outbox.discard(key);
    conversation.scroller.focus({ preventScroll: true });
    if (discarded) toasts.show('Message discarded.', { label: 'Undo', act: () => outbox.restore(discarded) });
  },
};

/**
 * @param {string} channel
 * @param {string} topic
 * @param {boolean} archived
 * @returns {Promise<string>} what is wrong, or ''
 */
function saveChannel(channel, topic, archived) {
  const author = store.settings.get('author');
  return changeChannel(channel, { topic, archived, author }, randomUuid()).then(() => '', ({ message }) => message);
}

/** @param {string} id @returns {import('./api.js').Message | undefined} */
function find(id) {
  const { thread } = store;
  return store.log().find(id) ?? thread?.log().find(id) ?? (thread?.root.id === id ? thread.root : undefined);
}

/** @param {string} id */
function actionsOf(id) {
  const message = find(id);
  if (!message) return [];
  const { note, mayReact } = closedBy(store.channels.get(message.channel));
  const always = ['copy', 'unread', ...(roomsView?.menu(message).length ? ['more'] : [])];
  const mayNotWrite = session.person !== null && !session.may('poster');
  if (changes.shown(message).deleted || mayNotWrite) return always;
  if (!own.knows(message) && message.author === store.settings.get('author')) {
    void own.ask(id, readMessage).then(() => store.changed());
  }
  const mine = own.has(message) ? ['edit', 'delete'] : [];
  const writing = ['react', 'thread', ...mine].filter((action) => !note || action === 'delete');
  return [...(note && mayReact ? ['react'] : []), ...writing, ...always];
}

/** @param {import('./api.js').Message} message @param {string} [reason] of a moderator */
function remove(message, reason) {
  const undo = changes.remove(message, reason);
  const gone = toasts.show('Message deleted.', { label: 'Undo', act: undo });
  setTimeout(gone, UNDO_MS);
}

/** @param {string} id @param {string} emoji */
function react(id, emoji) {
  const message = find(id);
  const author = store.settings.get('author');
  if (!author) return toasts.show('Enter your name first: others see who reacts.');
  if (message) changes.toggleReaction(message, emoji, author);
}

/** Says who reacted, once somebody looks at a reaction. @param {EventTarget | null} target */
async function showNames(target) {
  const button = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('.reaction')) : null;
  const id = /** @type {HTMLElement | null | undefined} */ (button?.closest('[data-id]'))?.dataset.id;
  if (!button || !id || button.title) return;
  button.title = '…';
  const answer = await readReactions(id).catch(() => ({ reactions: [] }));
  const names = answer.reactions.filter(({ emoji }) => emoji === button.dataset.emoji).map(({ by }) => by);
  button.title = names.join(', ');
  if (names.length) button.setAttribute('aria-label', `${button.getAttribute('aria-label')}: ${button.title}`);
}

/**
 * @param {string} id
 * @param {string} [draft] what was written before, but not accepted
 * @param {HTMLElement} [shown] its row
 */
function editPosted(id, draft, shown) {
  const message = find(id);
  const row = shown ?? conversation.rowOf(id) ?? part(document, `.thread [data-id="${id}"]`);
  if (!message || row.classList.contains('amending')) return;
  void withExtras(({ amend }) => amend(row, draft ?? message.content, (content) => {
    if (content !== undefined && content !== message.content) changes.edit(message, content);
    row.focus({ preventScroll: true });
  }));
}

/** @param {string} id of the message that began the thread */
async function openThread(id) {
  const root = find(id) ?? (await readMessage(id).catch(() => undefined));
  if (root) threadPanel.open(root);
  else toasts.show('The thread cannot be loaded right now.');
}

/** @param {KeyboardEvent} event */
function onComposerKey(event) {
  if (event.key === 'Escape') return reading.markAllRead();
  if (event.key !== 'ArrowUp' || !composer.isEmpty) return;
  const last = store.log().messages.filter((message) => own.has(message) && !message.deleted).pop();
  if (!last) return;
  event.preventDefault();
  editPosted(last.id);
}

/** @param {import('./route.js').Place} place @param {boolean} again the visitor comes back to it */
function open(place, again) {
  drawer.close();
  reading.open();
  if ('unknown' in place) {
    store.unknownAddress = place.unknown;
    return store.changed();
  }
  const kept = again && store.places.has(place.channel);
  const aim = place.messageId && !kept ? { id: place.messageId, highlighted: true } : undefined;
  store.open(place.channel, aim, place.author);
  void feed.open();
}

/** Goes to a channel to write there, be it new or not. @param {string} channel */
function goTo(channel) {
  drawer.close();
  if (!store.channels.has(channel) && !isPrivate(channel)) store.create(channel);
  route.go(channel);
  composer.focus();
}

/**
 * Goes to the previous or the next channel; the list has no end.
 * @param {1 | -1} by
 * @param {(name: string) => boolean} [isWanted]
 */
function goBeside(by, isWanted = () => true) {
  const names = channelNames(store).filter((name) => name === store.current || isWanted(name));
  const name = names[(names.indexOf(store.current) + by + names.length) % names.length];
  if (name !== store.current || store.unknownAddress) route.go(name);
}

function openUnread() {
  store.aim = store.aimAtUnread;
  conversation.arriveAgain();
  store.changed();
  void feed.open();
}

/** The message in the address is in another channel, or gone. @param {string | null} channel */
function goElsewhere(channel) {
  const id = store.highlighted;
  store.highlighted = undefined;
  if (channel && channel !== store.current && id) return route.go(channel, id);
  route.correct(store.current);
  toasts.show('That message is not on the board any more. Here are the newest ones.');
}

/** @type {Promise<import('./extras.js').Extras> | undefined} */
let loadingExtras;

/** Nothing if they cannot be loaded; the next call tries again. */
async function loadExtras() {
  try {
    return await (loadingExtras ??= import('./extras.js').then(({ Extras }) => new Extras(store, {
      fields: [composer.field, threadPanel.composer.field],
      saveChannel,
      goTo,
      onNewerVersion: () => offerReload(),
      notifying: {
        leads: () => stream.leads,
        isWatched: (channel) => reading.present && channel === store.current && !store.unknownAddress,
        onOpen: ({ channel, id }) => route.go(channel, id),
      },
    })));
  } catch {
    loadingExtras = undefined;
    return undefined;
  }
}

/** @param {(extras: import('./extras.js').Extras) => void} use */
async function withExtras(use) {
  const extras = await loadExtras();
  if (extras) use(extras);
  else notLoaded();
}

const notLoaded = () => toasts.show('That could not be loaded. Try again when the page is connected.');

/** Drafts and messages that are not sent yet survive it. */
function offerReload() {
  const reload = { label: 'Reload', act: () => location.reload() };
  toasts.show('A newer version of this page is there.', reload, { stays: true });
}

/** After an interruption the server may be another one. */
function onLive() {
  outbox.sendNow();
  if (wasLive) void loadExtras().then((extras) => extras?.checkVersion());
  wasLive = true;
}

/** @type {import('./components/search-dialog.js').SearchDialog | undefined} */
let searching;

async function search() {
  try {
    const { SearchDialog } = await import('./components/search-dialog.js');
    searching ??= new SearchDialog(store, ({ channel, id }) => route.go(channel, id));
    searching.open();
  } catch {
    toasts.show('The search could not be loaded.');
  }
}

/** @type {import('./components/emoji-picker.js').EmojiPicker | undefined} */
let picker;

/** @param {(emoji: string) => void} onPick */
async function pickEmoji(onPick) {
  try {
    picker ??= new (await import('./components/emoji-picker.js')).EmojiPicker();
    picker.open(onPick);
  } catch {
    toasts.show('The emoji could not be loaded.');
  }
}

async function rejoin() {
  reading.interrupt();
  if (!store.places.has(store.current)) conversation.arriveAgain();
  await feed.join();
  void store.thread?.reload();
  outbox.resume();
  await outbox.confirmSent();
}

/** @returns {import('./store.js').Connection} never "live" while the history has a gap */
function connectionState() {
  if (feed.joined) return streamState;
  if (!navigator.onLine) return { name: 'offline' };
  return streamState.name === 'live' ? { name: 'catching-up' } : streamState;
}

const unknownAddress = part(document, '.unknown');
const byAuthor = part(document, '.by-author');
const archivedNote = part(document, '.archived-note');

function render() {
  store.connection = connectionState();
  const unknown = store.nowhere;
  unknownAddress.hidden = !unknown;
  byAuthor.hidden = store.author === undefined || unknown;
  setText(part(byAuthor, 'span'), `Only messages by ${store.author}`);
  part(byAuthor, 'a').setAttribute('href', hashOf(store.current));
  const { note } = closedBy(store.channels.get(store.current));
  conversation.element.hidden = unknown;
  composer.element.hidden = unknown || Boolean(note) || !session.may('poster');
  archivedNote.hidden = unknown || !note;
  setText(archivedNote, note);
  for (const component of components) component.render();
  composer.showAuthor(store.settings.get('author'));
  const box = boxOf(store.current);
  composer.show(box, () => drafts.of(box), `Write to ${store.label()}`);
  conversation.settle();
  threadPanel.settle();
}

part(document, '.conversation-place').replaceWith(conversation.element);
part(document, '.composer-place').replaceWith(composer.element);
part(document, '.main').append(toasts.element);
store.subscribe(render);
onRemembered(() => store.changed());
addEventListener('pagehide', () => changes.flush());
addEventListener('offline', () => store.changed());
addEventListener('online', () => {
  feed.retryNow();
  outbox.sendNow();
});
document.addEventListener('visibilitychange', () => store.changed());
part(document, '.channels').addEventListener('click', (event) => {
  if (/** @type {Element} */ (event.target).closest('.channel')) drawer.close();
});
part(document, '.skip').addEventListener('click', (event) => {
  event.preventDefault();
  drawer.close();
  composer.focus();
});
// A page restored from the back/forward cache has given up its stream.
addEventListener('pageshow', (event) => event.persisted && location.reload());

async function loadSignIn() {
  try {
    const page = { store, stream, feed, outbox, changes, toasts, composer, threadPanel, components, rejoin };
    await (await import('./sign-in.js')).start(session, page);
    session.onChange(() => void loadRooms());
    void loadRooms();
  } catch {
    notLoaded();
  }
}

/** @type {import('./components/rooms-view.js').RoomsView | undefined} */
let roomsView;
let loadingRooms = false;

/** Private channels and the rest that is only for people who have signed in; the next answer about them tries again. */
async function loadRooms() {
  if (!session.person || roomsView || loadingRooms) return;
  loadingRooms = true;
  try {
    const page = {
      store, session, feed, outbox, drafts, toasts, toolbars, channelList, components, find, remove, actions: ACTIONS,
      go: (/** @type {string} */ channel) => route.go(channel),
      goTo,
    };
    roomsView = await (await import('./components/rooms-view.js')).start(page);
    store.changed();
  } catch {
    notLoaded();
  }
  loadingRooms = false;
}

async function start() {
  route.start();
  render();
  const signIn = session.mode === 'oidc' && loadSignIn();
  if (!session.isPublic) await signIn;
  await rejoin();
  void loadExtras();
  // Without it the page follows the board by server-sent events
  if ('socket' in document.documentElement.dataset) await import('./socket-source.js').catch(() => {});
  stream.start();
  await signIn;
  // The server knows what somebody who has signed in reads on other devices
  if (session.mode === 'oidc') markSync = (await import('./mark-sync.js').catch(() => undefined))?.share(store, session);
}

void start();
