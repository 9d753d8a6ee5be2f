// Follows a channel by docs/PROTOCOL.md, whose rules are named in brackets.
import { persist, Subscription } from '../src/main/webapp/js/board-client.js';

/** How many messages are remembered, so that none is shown twice. */
const KNOWN = 10_000;

/**
 * Shows the end of a channel's history and then everything that happens, without a gap and no message twice.
 * @param {import('../src/main/webapp/js/board-client.js').BoardClient} board
 * @param {string} channel
 * @param {object} handlers
 * @param {(type: string, data: any) => void} handlers.onEvent  also for the messages of the history
 * @param {(problem: Error) => void} handlers.onRefused  nothing comes any more [E2]
 */
export function follow(board, channel, { onEvent, onRefused }) {
  const known = new Set();
  let joined = false;
  const show = (type, data) => {
    if (type === 'message' && known.has(data.id)) return;
    if (type === 'message') known.add(data.id);
    if (known.size > KNOWN) known.delete(known.values().next().value);
    onEvent(type, data);
  };
  const stream = new Subscription((after, listener) => board.stream(after, listener, { channel }), null);
  const refuse = (problem) => {
    stream.close();
    onRefused(problem);
  };
  const join = async () => {
    stream.drop();
    // A page that belongs to an epoch that has ended makes it begin again [H3]
    const { messages, position } = await persist(
      () => newest(board, channel, joined ? known : undefined),
      ({ refused, outdated }) => refused && !outdated,
    );
    for (const message of messages) show('message', message);
    joined = true;
    stream.resumeAt = position; // [S3]
    stream.reconnect();
  };
  stream.onEvent = show;
  stream.onReset = () => void join().catch(refuse); // [R2]
  stream.onState = (state, problem) => problem?.refused && refuse(problem);
  stream.onReset();
}

/** The newest messages, oldest first; if some are known, back to one of those [R4]. */
async function newest(board, channel, known) {
  const page = await board.request(board.url('messages', { channel }));
  const messages = page.messages;
  for (let { next } = page; next && known && !messages.some(({ id }) => known.has(id)); ) {
    const older = await board.request(board.url('messages', { channel, before: next }));
    messages.push(...older.messages);
    next = older.next;
  }
  return { messages: messages.reverse(), position: page.position };
}
