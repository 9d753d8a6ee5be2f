// Shows a channel in the terminal, like tail -f: node examples/tail.mjs [--json] [address] [channel]
import { BoardClient } from '../src/main/webapp/js/board-client.js';
import { follow } from './follow.mjs';

const given = process.argv.slice(2).filter((argument) => argument !== '--json');
const [address = 'http://localhost:9080/', channel = 'general'] = given;
const json = given.length < process.argv.length - 2;
const headers = process.env.BOARD_TOKEN ? { Authorization: `Bearer ${process.env.BOARD_TOKEN}` } : {};

/** What others write must not command the terminal. */
const safe = (text) => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');

function line(type, data) {
  if (type === 'message') return `${data.timestamp.slice(11, 16)} ${safe(data.author)}: ${safe(data.content)}`;
  if (type === 'edited') return `      * ${safe(data.message.author)} edited: ${safe(data.message.content)}`;
  if (type === 'deleted') return `      * a message of ${safe(data.message.author)} was deleted`;
  return undefined;
}

follow(new BoardClient(address, { headers }), channel, {
  onEvent(type, data) {
    const shown = json ? JSON.stringify({ ...data, type }) : line(type, data);
    if (shown) console.log(shown);
  },
  onRefused({ message }) {
    console.error(message);
    process.exitCode = 1;
  },
});
