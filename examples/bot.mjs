// A bot that answers: node examples/bot.mjs [address] [channel]. Write !dice or !dice 20 in the channel.
// With BOARD_TOKEN it has signed in; otherwise it is a guest.
import { createHash } from 'node:crypto';
import { BoardClient } from '../src/main/webapp/js/board-client.js';
import { follow } from './follow.mjs';

const [address = 'http://localhost:9080/', channel = 'general'] = process.argv.slice(2);
const headers = process.env.BOARD_TOKEN ? { Authorization: `Bearer ${process.env.BOARD_TOKEN}` } : {};
const board = new BoardClient(address, { headers });
let answering = Promise.resolve();

/** The key of the answer follows from the question: however many bots run, and are restarted, it is answered once [P2]. */
function keyOf({ id }) {
  const hex = createHash('sha256').update(`dice ${id}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function answer(question) {
  const [, sides = '6'] = /^!dice(?: (\d{1,4}))?$/.exec(question.content) ?? [];
  const rolled = 1 + (parseInt(keyOf(question).slice(0, 8), 16) % Math.max(1, Number(sides)));
  await board.post({ author: 'Dice', content: `${rolled} of ${sides}`, channel, replyTo: question.id }, keyOf(question));
}

follow(board, channel, {
  // Also what was asked while it was away
  onEvent(type, data) {
    if (type !== 'message' || data.replies || !/^!dice(?: \d{1,4})?$/.test(data.content)) return;
    answering = answering.then(() => answer(data)).catch(({ message }) => console.error(message)); // [P5]
  },
  onRefused({ message }) {
    console.error(message);
    process.exitCode = 1;
  },
});
console.log(`Listening to #${channel} at ${address}`);
