import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, stopTime } from './globals.js';

/** The windows of the browser, and what they have said. */
class Windows extends EventTarget {
  postMessage(notice) {
    said.push(notice);
  }
}
let said;
let windows;
let failure = '';
Object.assign(globalThis, {
  window: { BroadcastChannel: true },
  BroadcastChannel: class {
    constructor() {
      windows = new Windows();
      return windows;
    }
  },
  location: { hash: '#/c/general', search: '', pathname: '/', reload: () => done.push('reload') },
  history: { state: null, replaceState: (_, __, url) => (failure = url) },
});
const pass = stopTime();

const { deleteMessage, guardRequests, postMessage, readChannels } = await import('../../main/webapp/js/api.js');
const { Problem } = await import('../../main/webapp/js/board-client.js');
const { recall, remember } = await import('../../main/webapp/js/memory.js');
const { Session } = await import('../../main/webapp/js/session.js');
const { Outbox } = await import('../../main/webapp/js/outbox.js');
const { SignIn } = await import('../../main/webapp/js/sign-in.js');

const ADA = { name: 'Ada', person: 'a', roles: ['reader', 'poster'] };
const BEN = { name: 'Ben', person: 'b', roles: ['reader', 'poster'] };
const ADA_AS_KNOWN = { id: 'a', name: 'Ada', roles: ['reader', 'poster'] };
const NOBODY = { mode: 'oidc', read: 'public' };

/** @type {object | undefined} what the server answers; nothing if it is away */
let answer;
let asked;
let done;
let page;
/** @type {{ path: string, method?: string }[]} the other requests, of which the first are refused */
let sent;
let refusals;
let session;
let signIn;

beforeEach(() => {
  forgetEverything();
  [said, asked, done, failure, sent, refusals] = [[], 0, [], '', [], []];
  globalThis.fetch = async (url, { method = 'GET' }) => {
    if (!url.endsWith('/session')) {
      sent.push(`${method} ${url.replace(/.*\/api\//, '')}`);
      return refusals.length ? new Response('{"detail":"No."}', { status: refusals.shift() }) : new Response('{"id":"id-1"}');
    }
    asked++;
    if (!answer) throw new TypeError('away');
    return new Response(JSON.stringify(answer));
  };
  page = {
    store: { settings: { get() {}, set: (key, value) => done.push(`${key} ${value}`) }, changed() {}, forgetBoard: () => done.push('forget') },
    stream: { leads: true, reconnect: () => done.push('reconnect') },
    feed: { joined: true, retryNow: () => done.push('retry') },
    outbox: { sendNow: () => done.push('send') },
    toasts: { show: (text) => done.push(text) },
    rejoin: async () => done.push('rejoin'),
    changes: { flush: () => done.push('flush') },
  };
  session = new Session({ auth: 'oidc', read: 'public' });
  signIn = new SignIn(session, page);
  guardRequests((...request) => signIn.guard(...request));
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** @param {object | undefined} next */
async function ask(next) {
  answer = next;
  done = [];
  await signIn.ask();
  return done;
}

test('the first answer changes nothing that is on its way', async () => {
  assert.deepEqual(await ask(ADA), ['author Ada']);
  assert.deepEqual(session.person, ADA_AS_KNOWN);
  assert.equal(recall('person'), 'a');
});

/** @param {string} read who may read the board */
async function signInAgain(read) {
  session = new Session({ auth: 'oidc', read });
  signIn = new SignIn(session, page);
  await ask(ADA);
  assert.deepEqual(await ask(NOBODY), ['reconnect']);
  assert.deepEqual(session.former, ADA_AS_KNOWN);
  return ask(ADA);
}

test('after a new sign-in of the same person everything goes on where it was', async () => {
  assert.deepEqual(await signInAgain('signed-in'), ['author Ada', 'reconnect', 'Signed in as Ada.', 'send']);
});

test('where a stranger may read on, what came meanwhile had no private channels, so it is loaded again', async () => {
  assert.deepEqual(await signInAgain('public'), ['author Ada', 'reconnect', 'Signed in as Ada.', 'send', 'rejoin']);
});

test('for another person the page is loaded anew, and what the browser remembers is forgotten', async () => {
  await ask(ADA);
  remember('own', ['id-1']);
  remember('thread.id-1', 'id-2');
  await ask(NOBODY);
  assert.deepEqual(await ask(BEN), ['author Ben', 'forget', 'reload']);
  assert.deepEqual([recall('own'), recall('thread.id-1'), recall('person')], [undefined, undefined, 'b']);
});

test('a person hears of what waits for others', async () => {
  remember('outbox.1', { by: 'a', author: 'Ada' });
  remember('outbox.2', { by: 'b', author: 'Ben' });
  assert.deepEqual(await ask(BEN), [
    'author Ben',
    'Not sent yet: 1 message by Ada. It is sent after the next sign-in under that name.',
  ]);
});

test('a visitor who signs in keeps what the browser remembers', async () => {
  await ask(NOBODY);
  remember('own', ['id-1']);
  assert.deepEqual(await ask(ADA), ['author Ada', 'reconnect', 'Signed in as Ada.', 'send', 'rejoin']);
  assert.deepEqual(recall('own'), ['id-1']);
});

test('only the tab that has the stream opens it again', async () => {
  page.stream.leads = false;
  await ask(ADA);
  assert.deepEqual(await ask(NOBODY), []);
});

/** The session ends; the server says so to the next request. @param {object} [settings] of the board */
async function endUnnoticed(settings) {
  session = new Session({ auth: 'oidc', ...settings });
  signIn = new SignIn(session, page);
  await ask(ADA);
  answer = NOBODY;
  refusals = [401];
}

test('where only those read who are signed in, what reads waits for the next sign-in', async () => {
  await endUnnoticed({ read: 'signed-in' });
  const reading = readChannels();
  await turn();
  await turn();
  assert.equal(session.person, null);
  const more = readChannels();
  await turn();
  assert.deepEqual(sent, ['GET channels']);
  await ask({ ...ADA, name: 'Ada Lovelace' });
  await Promise.all([reading, more]);
  assert.deepEqual(sent, ['GET channels', 'GET channels', 'GET channels']);
});

test('where everybody may read, nothing that reads waits', async () => {
  await ask(NOBODY);
  await readChannels();
  refusals = [403];
  await assert.rejects(readChannels(), Problem);
});

test('who may not read does not ask again', async () => {
  await endUnnoticed({ read: 'signed-in' });
  answer = { ...ADA, roles: [] };
  refusals = [403];
  void readChannels();
  await pass(60_000);
  assert.deepEqual(sent, ['GET channels']);
});

test('a change waits for its author', async () => {
  await endUnnoticed();
  const change = deleteMessage('id-1', 'key');
  await pass(60_000);
  assert.deepEqual(sent, ['DELETE messages/id-1']);
  await ask(ADA);
  await change;
  assert.deepEqual(sent, ['DELETE messages/id-1', 'DELETE messages/id-1']);
});

test('nothing is made under the name of another person', async () => {
  await endUnnoticed();
  void deleteMessage('id-1', 'key');
  await pass(2_000);
  await ask(BEN);
  void deleteMessage('id-2', 'key');
  await pass(2_000);
  assert.deepEqual(sent, ['DELETE messages/id-1']);
});

test('what somebody may not change is refused', async () => {
  await ask(ADA);
  refusals = [403];
  await assert.rejects(deleteMessage('id-1', 'key'), { status: 403 });
});

test('what is posted waits in the outbox, without a request', async () => {
  await endUnnoticed();
  const outbox = new Outbox(session, { has: () => false, changed() {} });
  const shown = () => outbox.entriesOf('general').map(({ content, status, failure }) => `${content} ${status} ${failure}`);
  outbox.send({ author: 'Ada', content: 'one', channel: 'general' });
  await pass(60_000);
  assert.deepEqual(sent, ['POST messages']);
  assert.deepEqual(shown(), ['one waiting You are signed out.']);
  page.outbox = outbox;
  await ask(ADA);
  await turn();
  assert.deepEqual(sent, ['POST messages', 'POST messages']);
  assert.deepEqual(shown(), ['one sent undefined']);
});

test('a post that somebody may not make is refused', async () => {
  await ask(ADA);
  refusals = [403];
  await assert.rejects(postMessage('key', { author: 'Ada', content: 'one', channel: 'general' }), { status: 403 });
});

test('the other windows hear of what this one has found out, and of nothing else', async () => {
  await ask(ADA);
  said = [];
  await ask(ADA);
  assert.equal(said.length, 0);
  await ask(NOBODY);
  assert.equal(said.length, 1);
  answer = ADA;
  windows.dispatchEvent(new Event('message'));
  await turn();
  assert.deepEqual(session.person, ADA_AS_KNOWN);
  assert.equal(said.length, 1);
});

test('an answer from before another window has signed in does not count', async () => {
  await ask(NOBODY);
  const early = signIn.ask();
  answer = ADA;
  windows.dispatchEvent(new Event('message'));
  await early;
  await turn();
  assert.deepEqual(session.person, ADA_AS_KNOWN);
});

const at = (ms) => new Date(Date.now() + ms).toISOString();

test('one tab asks when the session is to be renewed', async () => {
  await ask({ ...ADA, renewAt: at(300_000), expiresAt: at(3_600_000) });
  asked = 0;
  await pass(299_000);
  assert.equal(asked, 0);
  page.stream.leads = false;
  await pass(16_000);
  assert.equal(asked, 0);
  page.stream.leads = true;
  await pass(15_000);
  assert.equal(asked, 1);
});

test('a wrong clock does not make the page ask all the time', async () => {
  await ask({ ...ADA, renewAt: at(-3_600_000) });
  asked = 0;
  await pass(300_000);
  assert.ok(asked >= 2 && asked <= 5, `${asked}`);
});

test('while the server is away people stay who they are; before, the page asks until it is known', async () => {
  await ask(undefined);
  assert.equal(session.known, false);
  answer = ADA;
  await pass(2_000);
  assert.deepEqual(session.person, ADA_AS_KNOWN);
  await ask(undefined);
  assert.deepEqual(session.person, ADA_AS_KNOWN);
});

test('the page says why a sign-in came to nothing, and forgets it', () => {
  location.search = '?sign-in=denied';
  done = [];
  new SignIn(session, page);
  location.search = '';
  assert.match(done[0], /^You were not signed in/);
  assert.equal(failure, '/#/c/general');
});
