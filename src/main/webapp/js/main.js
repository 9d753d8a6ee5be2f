// @ts-check
import { ChannelForm } from './components/channel-form.js';
import { ChannelList } from './components/channel-list.js';
import { Composer } from './components/composer.js';
import { ConnectionState } from './components/connection.js';
import { Conversation } from './components/conversation.js';
import { Drawer } from './components/drawer.js';
import { byId, part } from './dom.js';
import { Feed } from './feed.js';
import { onRemembered } from './memory.js';
import { Outbox } from './outbox.js';
import { Route } from './route.js';
import { SharedStream } from './shared-stream.js';
import { Store } from './store.js';

const store = new Store();
const outbox = new Outbox(() => store.changed());
const feed = new Feed(store, {
  onMessage: ({ id, channel }) => outbox.settle(id) && store.skipUnread(channel),
  onOtherBoard: () => {
    outbox.park();
    store.forgetBoard();
  },
});

/** @type {import('./store.js').Connection} */
let streamState = { name: 'connecting' };
const stream = new SharedStream({
  onMessage: (message, after) => feed.receive(message, after),
  onReset: () => rejoin(),
  onBeat: (position) => feed.beat(position),
  onState: (state) => {
    streamState = state;
    store.changed();
  },
  position: () => feed.position,
});

const drawer = new Drawer();
const conversation = new Conversation(store, outbox, {
  loadOlder: () => void feed.loadOlder(),
  retryLoading: () => feed.retryNow(),
  edit: (text) => {
    composer.write(text);
    composer.focus();
  },
});
const composer = new Composer((author, content) => {
  conversation.follow();
  outbox.send({ author, content, channel: store.current });
});
const channelList = new ChannelList(store);
const connection = new ConnectionState(store, () => {
  feed.retryNow();
  stream.reconnect();
});
const route = new Route((channel) => open(channel));
new ChannelForm((channel) => {
  drawer.close();
  route.go(channel);
  composer.focus();
});

/** @param {string} channel */
function open(channel) {
  store.open(channel);
  void feed.open();
}

async function rejoin() {
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
  conversation.render();
  channelList.render();
  composer.show(store.current);
  connection.render();
}

store.subscribe(render);
onRemembered(() => store.changed());
addEventListener('offline', () => store.changed());
addEventListener('online', () => feed.retryNow());
document.addEventListener('visibilitychange', () => store.changed());
byId('channel-list').addEventListener('click', () => drawer.close());
part(document, '[data-skip]').addEventListener('click', (event) => {
  event.preventDefault();
  composer.focus();
});
// A page restored from the back/forward cache has given up its stream.
addEventListener('pageshow', (event) => event.persisted && location.reload());

store.open(route.channel);
render();
await rejoin();
stream.start();
