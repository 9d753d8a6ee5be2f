// @ts-check
import { applyAppearance } from './appearance.js';
import { copy } from './clipboard.js';
import { amend } from './components/amendment.js';
import { Badge } from './components/badge.js';
import { ChannelBell } from './components/channel-bell.js';
import { ChannelForm } from './components/channel-form.js';
import { ChannelList, channelNames } from './components/channel-list.js';
import { Composer } from './components/composer.js';
import { ConnectionState } from './components/connection.js';
import { Conversation } from './components/conversation.js';
import { Drawer } from './components/drawer.js';
import { MessageActions } from './components/message-actions.js';
import { Toasts } from './components/toast.js';
import { Topbar } from './components/topbar.js';
import { part } from './dom.js';
import { Drafts } from './drafts.js';
import { Feed } from './feed.js';
import { onRemembered } from './memory.js';
import { Outbox } from './outbox.js';
import { Reading } from './reading.js';
import { hashOf, Route } from './route.js';
import { SharedStream } from './shared-stream.js';
import { listenForShortcuts } from './shortcuts.js';
import { withEmoji } from './shortcodes.js';
import { Store } from './store.js';

const store = new Store();
const drafts = new Drafts();
const outbox = new Outbox({
  has: (channel, id) => Boolean(store.log(channel).find(id)),
  changed: () => store.changed(),
});
const feed = new Feed(store, {
  onMessage: (message) => outbox.settle(message) && store.skipUnread(message),
  onNew: (message) => outbox.delivered.has(message.id) || void loadExtras().then((extras) => extras?.notifications.receive(message)),
  onOtherBoard: () => {
    outbox.park();
    store.forgetBoard();
  },
  onElsewhere: (channel) => goElsewhere(channel),
});

/** @type {import('./store.js').Connection} */
let streamState = { name: 'connecting' };
let wasLive = false;
const stream = new SharedStream({
  onEvent: (event, after) => feed.receive(event, after),
  onReset: () => rejoin(),
  onBeat: (position) => feed.beat(position),
  onState: (state) => {
    if (state.name === 'live' && streamState.name !== 'live') onLive();
    streamState = state;
    store.changed();
  },
  position: () => feed.position,
});

const toasts = new Toasts();
const drawer = new Drawer();
const reading = new Reading(store, () => conversation.showNew());
const conversation = new Conversation(store, outbox, {
  loadOlder: () => void feed.loadOlder(),
  loadNewer: () => void feed.loadNewer(),
  toNewest: () => void feed.toNewest(),
  toUnread: () => openUnread(),
  markAllRead: () => reading.markAllRead(),
  retryLoading: () => feed.retryNow(),
  onLook: (visible) => reading.look(visible),
  onAction: (action, id, row) => ACTIONS[action]?.(id, row),
});
const composer = new Composer({
  onSend: (author, content) => {
    conversation.follow();
    outbox.send({ author, content, channel: store.current });
  },
  prepare: withEmoji,
  onDraft: (box, text) => drafts.keep(box, text),
  onAuthor: (author) => store.settings.set('author', author),
  onKey: (event) => event.key === 'Escape' && reading.markAllRead(),
});
part(composer.element, '.open-emoji').addEventListener('click', () => void pickEmoji());
const components = [
  conversation,
  new ChannelList(store),
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
part(document, '.open-keys').addEventListener('click', showKeys);
listenForShortcuts({
  'Mod+k': () => withExtras(({ switcher }) => switcher.open()),
  '?': showKeys,
  'Mod+/': showKeys,
  'Alt+ArrowUp': () => goBeside(-1),
  'Alt+ArrowDown': () => goBeside(1),
  'Alt+Shift+ArrowUp': () => goBeside(-1, (name) => store.badge(name) > 0),
  'Alt+Shift+ArrowDown': () => goBeside(1, (name) => store.badge(name) > 0),
});
new MessageActions(conversation.scroller, {
  leave: () => composer.focus(),
  actions: (row) => (store.log().find(row.dataset.id ?? '') ? ['copy', 'unread'] : []),
  keys: { c: 'copy', u: 'unread' },
});

/** What the buttons of a message do. @type {Record<string, (id: string, row: HTMLElement) => unknown>} */
const ACTIONS = {
  copy: async (id) => {
    const copied = await copy(new URL(hashOf(store.current, id), document.baseURI).href);
    toasts.show(copied ? 'Link copied.' : 'The browser does not let the page copy. Copy the address of the time instead.');
  },
  unread: (id) => reading.keepUnread(id),
  retry: (key) => outbox.retry(key),
  amend: (key, row) => {
    outbox.hold(key);
    amend(row, outbox.find(key)?.content ?? '', (content) => outbox.release(key, content));
  },
  discard: (key) => {
    const discarded = outbox.discard(key);
    conversation.scroller.focus({ preventScroll: true });
    if (discarded) toasts.show('Message discarded.', { label: 'Undo', act: () => outbox.restore(discarded) });
  },
};

/** @param {import('./route.js').Place} place @param {boolean} again the visitor comes back to it */
function open(place, again) {
  drawer.close();
  reading.open();
  if ('unknown' in place) {
    store.unknownAddress = place.unknown;
    return store.changed();
  }
  const kept = again && store.places.has(place.channel);
  store.open(place.channel, place.messageId && !kept ? { id: place.messageId, highlighted: true } : undefined);
  void feed.open();
}

/** Goes to a channel to write there, be it new or not. @param {string} channel */
function goTo(channel) {
  drawer.close();
  if (!store.channels.has(channel)) store.create(channel);
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
      fields: [composer.field],
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
  else toasts.show('That could not be loaded. Try again when the page is connected.');
}

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

/** @type {import('./components/emoji-picker.js').EmojiPicker | undefined} */
let picker;

async function pickEmoji() {
  try {
    picker ??= new (await import('./components/emoji-picker.js')).EmojiPicker();
    picker.open((emoji) => composer.insert(emoji));
  } catch {
    toasts.show('The emoji could not be loaded.');
  }
}

async function rejoin() {
  reading.interrupt();
  if (!store.places.has(store.current)) conversation.arriveAgain();
  await feed.join();
  outbox.resume();
  await outbox.confirmSent();
}

/** @returns {import('./store.js').Connection} never "live" while the history has a gap */
function connectionState() {
  if (feed.joined) return streamState;
  if (!navigator.onLine) return { name: 'offline' };
  return streamState.name === 'live' ? { name: 'catching-up' } : streamState;
}

function render() {
  store.connection = connectionState();
  const unknown = Boolean(store.unknownAddress);
  part(document, '.unknown').hidden = !unknown;
  conversation.element.hidden = composer.element.hidden = unknown;
  for (const component of components) component.render();
  composer.showAuthor(store.settings.get('author'));
  composer.show(store.current, () => drafts.of(store.current), `Write to #${store.current}`);
  conversation.settle();
}

part(document, '.conversation-place').replaceWith(conversation.element);
part(document, '.composer-place').replaceWith(composer.element);
part(document, '.main').append(toasts.element);
store.subscribe(render);
onRemembered(() => store.changed());
addEventListener('offline', () => store.changed());
addEventListener('online', () => {
  feed.retryNow();
  outbox.sendNow();
});
document.addEventListener('visibilitychange', () => store.changed());
part(document, '.channel-list').addEventListener('click', () => drawer.close());
part(document, '.skip').addEventListener('click', (event) => {
  event.preventDefault();
  drawer.close();
  composer.focus();
});
// A page restored from the back/forward cache has given up its stream.
addEventListener('pageshow', (event) => event.persisted && location.reload());

route.start();
render();
await rejoin();
void loadExtras();
stream.start();
