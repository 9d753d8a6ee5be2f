import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, message } from './globals.js';

const { Feed } = await import('../../main/webapp/js/feed.js');
const { recall } = await import('../../main/webapp/js/memory.js');
const { channelNames } = await import('../../main/webapp/js/components/channel-list.js');
const { Rooms } = await import('../../main/webapp/js/rooms.js');
const { Session } = await import('../../main/webapp/js/session.js');
const { Store } = await import('../../main/webapp/js/store.js');

const ADA = { person: 'a', name: 'Ada' };
const BOB = { person: 'b', name: 'Bob' };
const CY = { person: 'c', name: 'Cy' };
const PLANS = `p-${'1'.repeat(32)}`;
const DIRECT = `d-${'2'.repeat(32)}`;
const GROUP = `d-${'3'.repeat(32)}`;

const private_ = (/** @type {string} */ name, /** @type {object} */ more) => ({ name, kind: 'private', messages: 0, ...more });

let store;
let session;
let rooms;
let heard;
/** @type {Record<string, object>} what the server answers, by path */
let answers;
/** @type {string[]} */
let asked;
let n;

beforeEach(() => {
  forgetEverything();
  [heard, asked, answers, n] = [[], [], {}, 10];
  globalThis.fetch = async (url, { method = 'GET' } = {}) => {
    const path = `${method} ${decodeURIComponent(String(url).replace(/.*\/api\//, ''))}`;
    asked.push(path);
    const answer = answers[path];
    return answer ? new Response(JSON.stringify(answer)) : new Response('{"detail":"None."}', { status: 404 });
  };
  session = new Session({ auth: 'oidc', read: 'public' });
  session.become({ id: 'a', name: 'Ada', roles: ['reader', 'poster'] });
  store = new Store();
});

const turns = async () => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

/** @param {object[]} channels */
function open(channels = []) {
  store.setChannels(channels);
  rooms = new Rooms(store, session, () => ({}), {
    onAdded: (channel, by) => heard.push(`added to ${store.title(channel)} by ${by}`),
    onAppear: (channel) => heard.push(`appeared ${channel}`),
    onGone: (channel, { title, by }) => heard.push(`gone ${title} ${by}`),
    onEvent: ({ type, name }) => name && heard.push(`${name} ${type}`),
  });
  return rooms;
}

/** @param {string} type @param {string} channel @param {object} [more] */
const happen = (type, channel, more) => store.apply({ type, channel, position: `e:${++n}`, event: 'x', ...more });

test('private channels come after the open ones, by title, and then direct messages by the names of the others', () => {
  const zebra = `p-${'4'.repeat(32)}`;
  open([{ name: 'zoo', messages: 1, position: 'e:1' }, private_(zebra, { title: 'Zebra' }), private_(PLANS, { title: 'plans' })]);
  happen('channel', GROUP, { kind: 'direct', members: [ADA, CY, BOB], by: 'Ada' });
  happen('channel', DIRECT, { kind: 'direct', members: [BOB, ADA], by: 'Bob' });
  assert.deepEqual(channelNames(store).map((name) => store.label(name)), ['#general', '#zoo', 'plans', 'Zebra', 'Bob', 'Cy, Bob']);
  assert.equal(store.channels.get(GROUP).members, 3);
});

test('without a sign-in there are no private channels in the list', () => {
  store.setChannels([private_(PLANS, { title: 'Plans' })]);
  assert.deepEqual(channelNames(store), ['general']);
});

test('a channel that people have renamed is shown by its title', () => {
  store.setChannels([{ name: 'dev', messages: 1, position: 'e:1', title: 'Engineering' }]);
  assert.equal(store.label('dev'), '#Engineering');
  happen('channel', 'dev', { topic: '', kind: 'open', archived: false });
  assert.equal(store.label('dev'), '#dev');
});

test("no name of the board's own is ever shown", () => {
  assert.equal(store.label(PLANS), 'Private channel');
  assert.equal(store.label(DIRECT), 'Direct messages');
});

test('the names of the others are asked for once, and remembered', async () => {
  answers[`GET channels/${DIRECT}/members?limit=20`] = { members: [ADA, BOB] };
  open([private_(DIRECT, { kind: 'direct' }), private_(GROUP, { kind: 'direct' })]);
  rooms.update();
  rooms.update();
  await turns();
  rooms.update();
  await turns();
  assert.equal(store.title(DIRECT), 'Bob');
  assert.equal(store.title(GROUP), 'Direct messages');
  assert.deepEqual(asked, [DIRECT, GROUP].map((name) => `GET channels/${name}/members?limit=20`));
  assert.deepEqual(recall(`people.${DIRECT}`), [ADA, BOB]);
});

test('a channel appears when somebody creates it with the reader in it', () => {
  open();
  happen('channel', PLANS, { kind: 'private', title: 'Plans', members: [BOB, ADA], by: 'Bob' });
  assert.deepEqual(heard, [`appeared ${PLANS}`, 'added to Plans by Bob']);
  assert.equal(store.label(PLANS), 'Plans');
});

test('nobody hears of a channel that they have created themselves, nor of direct messages', () => {
  open();
  happen('channel', PLANS, { kind: 'private', title: 'Plans', members: [ADA], by: 'Ada' });
  happen('channel', DIRECT, { kind: 'direct', members: [BOB, ADA], by: 'Bob' });
  assert.deepEqual(heard, [`appeared ${PLANS}`, `appeared ${DIRECT}`]);
});

test('a channel appears when somebody is added, with all its messages counted once', async () => {
  open();
  answers['GET channels'] = { channels: [private_(PLANS, { title: 'Plans', messages: 7, position: 'e:12', members: 2 })] };
  happen('joined', PLANS, { ...ADA, by: 'Bob' });
  for (const at of [12, 13]) store.apply({ type: 'message', ...message(at, { channel: PLANS }) });
  await turns();
  assert.equal(store.total(PLANS), 8);
  assert.equal(store.channels.get(PLANS).position, 'e:13');
  assert.ok(heard.includes('added to Plans by Bob'));
});

test('what happened before the module was there is made up for', () => {
  happen('channel', PLANS, { kind: 'private', title: 'Plans', members: [BOB, ADA], by: 'Bob' });
  happen('left', PLANS, { ...ADA, by: 'Bob' });
  open([...store.channels.values()]);
  assert.deepEqual(channelNames(store), ['general']);
  assert.deepEqual(rooms.lossOf(PLANS), { title: 'Plans', by: 'Bob' });
});

test('a channel disappears with its messages and its thread when the reader is removed from it', () => {
  open([private_(PLANS, { title: 'Plans', messages: 1, position: 'e:1', members: 2 })]);
  store.open(PLANS);
  store.log().begin({ messages: [message(1, { channel: PLANS })], position: 'e:1' });
  store.thread = { root: message(1, { channel: PLANS }), apply() {} };
  happen('left', PLANS, { ...ADA, by: 'Bob' });
  assert.deepEqual(heard, ['gone Plans Bob', 'Ada left']);
  assert.equal(store.thread, undefined);
  assert.deepEqual(store.log().messages, []);
  assert.equal(store.nowhere, true);
  assert.deepEqual(rooms.lossOf(PLANS), { title: 'Plans', by: 'Bob' });
  happen('channel', PLANS, { kind: 'private', title: 'Plans', members: [ADA], by: 'Bob' });
  assert.equal(rooms.lossOf(PLANS).by, undefined);
});

test('who joins and leaves is counted', () => {
  open([private_(PLANS, { title: 'Plans', members: 2 })]);
  happen('joined', PLANS, { ...CY, by: 'Bob' });
  assert.equal(store.channels.get(PLANS).members, 3);
  happen('left', PLANS, { ...CY, by: 'Bob' });
  assert.equal(store.channels.get(PLANS).members, 2);
  happen('channel', PLANS, { kind: 'private', title: 'Renamed', topic: '', archived: true, by: 'Bob' });
  assert.equal(store.channels.get(PLANS).members, 2);
  assert.equal(store.title(PLANS), 'Renamed');
});

test('a new channel is opened once it is there', async () => {
  open();
  answers['POST channels'] = { name: PLANS };
  let opened;
  rooms.create({ title: 'Plans', topic: '', members: [] }).then((name) => (opened = name));
  await turns();
  assert.equal(opened, undefined);
  happen('channel', PLANS, { kind: 'private', title: 'Plans', members: [ADA], by: 'Ada' });
  await turns();
  assert.equal(opened, PLANS);
});

test('direct messages that are there are opened at once', async () => {
  open([private_(DIRECT, { kind: 'direct' })]);
  answers['POST direct-messages'] = { name: DIRECT };
  assert.equal(await rooms.direct(['b']), DIRECT);
});

/** @param {string} channel @param {import('../../main/webapp/js/store.js').Aim} [aim] */
async function joined(channel, aim) {
  answers['GET channels'] = { channels: [], position: 'e:5' };
  store.open(channel, aim);
  const feed = new Feed(store, { onMessage() {}, onNew() {}, onOtherBoard() {}, onElsewhere: (to) => heard.push(`elsewhere ${to}`) });
  await feed.join();
  return feed;
}

test('a private channel that is not for the reader is nothing at all, and the rest goes on', async () => {
  const feed = await joined(PLANS, { id: 'id-1', highlighted: true });
  assert.equal(store.nowhere, true);
  assert.equal(feed.joined, true);
  assert.deepEqual(heard, []);
  answers[`GET messages?channel=general&limit=100`] = { messages: [message(1)], position: 'e:5' };
  store.open('general');
  await feed.open();
  assert.equal(store.nowhere, false);
  assert.equal(store.log().messages.length, 1);
});

test('a message that is gone from a private channel is reported', async () => {
  answers[`GET messages?channel=${PLANS}&limit=1`] = { messages: [], position: 'e:5' };
  answers[`GET messages?channel=${PLANS}&limit=100`] = { messages: [], position: 'e:5' };
  await joined(PLANS, { id: 'id-1', highlighted: true });
  assert.deepEqual(heard, ['elsewhere null']);
  assert.equal(store.nowhere, false);
});
