import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, holdTimers, page } from './globals.js';

const { Store } = await import('../../main/webapp/js/store.js');
const { MarkSync } = await import('../../main/webapp/js/mark-sync.js');

/** @type {{ method: string, path: string, body?: any, answer: (body: object, status?: number, headers?: object) => void }[]} */
let requests;
/** @type {(ms: number) => boolean} */
let endPause;
let store;
let sync;

beforeEach((t) => {
  forgetEverything();
  requests = [];
  endPause = holdTimers(t);
  globalThis.setInterval = () => 0;
  globalThis.fetch = (url, { method = 'GET', body }) =>
    new Promise((resolve) => {
      const answer = (json, status = 200, headers = {}) =>
        resolve(new Response(JSON.stringify(json), { status, headers }));
      requests.push({ method, path: new URL(url).pathname, body: body && JSON.parse(body), answer });
    });
  store = new Store();
  store.setChannels([]);
  store.setChannels([{ name: 'general', messages: 10, position: 'e:10' }]);
  store.log().begin(page(1, 10));
  store.log().status = 'ready';
  sync = new MarkSync(store);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
const mark = (n, fields) => ({ channel: 'general', id: `id-${n}`, count: n, readAt: 't', position: `e:${n}`, ...fields });
const count = () => store.markOf('general').count;
const moves = () => requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);

/** Signs in; the server has these marks. */
async function signIn(marks, who = 'ada') {
  sync.become(who);
  requests.pop().answer({ marks });
  await turn();
}

test('what was read on another device is read here', async () => {
  await signIn([mark(7)]);
  assert.deepEqual(store.markOf('general'), { count: 7, id: 'id-7', at: 'e:7', server: 'id-7' });
  assert.equal(store.unread('general'), 3);
  assert.deepEqual(moves(), []);
});

test('what is read on another device while the page is open is read at once', async () => {
  await signIn([]);
  sync.hear(mark(9));
  assert.equal(store.unread('general'), 1);
  sync.become(undefined);
  sync.hear(mark(10));
  assert.equal(store.unread('general'), 1);
});

test('what is read is sent once a second at most, and of several moves the last', async () => {
  await signIn([]);
  for (const index of [1, 2, 3]) store.markRead(index);
  await turn();
  assert.deepEqual(moves(), []);
  assert.equal(endPause(1_000), true);
  await turn();
  assert.deepEqual(moves(), [{ id: 'id-4', count: 4 }]);
  assert.equal(requests.at(-1)?.path, '/api/read-marks/general');
  store.markRead(5);
  requests.at(-1)?.answer(mark(4));
  await turn();
  assert.equal(moves().length, 1);
  endPause(1_000);
  await turn();
  assert.deepEqual(moves().at(-1), { id: 'id-6', count: 6 });
});

test('what was read here before the sign-in, or while the server was away, is sent then', async () => {
  store.markRead(7);
  await signIn([mark(3)]);
  assert.equal(count(), 8);
  endPause(1_000);
  await turn();
  assert.deepEqual(moves(), [{ id: 'id-8', count: 8 }]);
  requests.at(-1)?.answer({ detail: 'Away.' }, 503, { 'Retry-After': '9' });
  await turn();
  assert.equal(endPause(9_000), true);
  await turn();
  assert.equal(moves().length, 2);
});

test('a mark that the server knows to be behind gives way to the one that stands', async () => {
  store.markRead(7);
  await signIn([mark(3)]);
  endPause(1_000);
  await turn();
  // Counted before the board lost messages
  requests.at(-1)?.answer(mark(9, { count: 2 }));
  await turn();
  assert.deepEqual(store.markOf('general'), { count: 2, id: 'id-9', at: 'e:9', server: 'id-9' });
  assert.equal(endPause(1_000), false);
});

test('what somebody marks as unread again stays unread here, until more is read elsewhere', async () => {
  await signIn([mark(7)]);
  store.markUnread('id-5');
  assert.equal(count(), 4);
  void sync.check();
  requests.pop()?.answer({ marks: [mark(7)] });
  await turn();
  assert.equal(count(), 4);
  assert.deepEqual(moves(), []);
  void sync.check();
  requests.pop()?.answer({ marks: [mark(9)] });
  await turn();
  assert.equal(count(), 9);
});

test('in a new browser the server knows what is unread, not the first visit', async () => {
  forgetEverything();
  store = new Store();
  store.setChannels([
    { name: 'general', messages: 10, position: 'e:10' },
    { name: 'news', messages: 5, position: 'e:9' },
  ]);
  sync = new MarkSync(store);
  await signIn([mark(7)]);
  assert.equal(store.unread('general'), 3);
  assert.equal(store.unread('news'), 0);
  assert.deepEqual(moves(), []);
});

test('nothing that is due goes out for somebody else', async () => {
  await signIn([]);
  store.markRead(8);
  sync.become(undefined);
  store.forgetBoard();
  await signIn([mark(2)], 'bob');
  assert.equal(count(), 2);
  endPause(1_000);
  await turn();
  assert.deepEqual(moves(), []);
});

test('nobody is asked for while nobody has signed in', async () => {
  store.markRead(4);
  await sync.check();
  endPause(1_000);
  await turn();
  assert.deepEqual(requests, []);
  assert.equal(count(), 5);
});
