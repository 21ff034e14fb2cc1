import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presence } from '../src/presence.js';
import { retryDelay } from '../src/retry.js';
import { Timeline } from '../src/timeline.js';

const message = (seq, more = {}) => ({ _id: `m${seq}`, seq, sender: 'ann', receiver: 'ben', delivered: false, isRead: false, ...more });
const upTo = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));
const seqs = ({ messages }) => messages.map(({ seq }) => seq);

test('messages of any order and number are shown once, by seq', () => {
  const timeline = new Timeline();
  timeline.open(upTo(4, 6), 6);
  timeline.add([message(8), message(5), message(7), message(8), message(4)]);
  assert.deepEqual(seqs(timeline), [4, 5, 6, 7, 8]);
});

test('what is ahead of a hole is kept back until the hole is filled', () => {
  const timeline = new Timeline();
  timeline.open([], 0);
  timeline.add([message(3), message(1)]);
  assert.deepEqual([seqs(timeline), timeline.hasHole], [[1], true]);
  timeline.add([message(2)]);
  assert.deepEqual([seqs(timeline), timeline.hasHole], [[1, 2, 3], false]);
});

test('live messages that arrive before the first page follow it', () => {
  const timeline = new Timeline();
  timeline.add([message(7), message(6)]);
  assert.deepEqual(seqs(timeline), []);
  timeline.open(upTo(3, 6), 6);
  assert.deepEqual(seqs(timeline), [3, 4, 5, 6, 7]);
});

test('older pages come first, whether or not they overlap', () => {
  const timeline = new Timeline();
  timeline.open(upTo(5, 6), 6);
  timeline.prepend(upTo(3, 5));
  assert.deepEqual(seqs(timeline), [3, 4, 5, 6]);
});

test('a receipt marks what came before it, and an older copy does not take it back', () => {
  const timeline = new Timeline();
  timeline.open(upTo(1, 3), 3);
  timeline.mark('ben', 2, { delivered: true, isRead: true });
  timeline.add([message(2)]);
  assert.deepEqual(timeline.messages.map(({ isRead }) => isRead), [true, true, false]);
  assert.equal(timeline.catchUpFrom('ann'), 2, 'the unread one is read again');
  assert.equal(timeline.catchUpFrom('ben'), 3);
});

test('a random order of 500 messages, most of them repeated, is shown complete at each step', () => {
  let seed = 42;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % below;
  const timeline = new Timeline();
  timeline.open([], 0);
  const arrivals = [...upTo(1, 500), ...upTo(1, 500)].sort(() => random(3) - 1);
  for (const each of arrivals) {
    timeline.add([each]);
    assert.deepEqual(seqs(timeline), upTo(1, timeline.lastSeq).map(({ seq }) => seq));
  }
  assert.equal(timeline.lastSeq, 500);
});

const asked = (reply) => {
  let answer;
  const presence = new Presence({ insist: () => new Promise((resolve) => (answer = () => resolve(reply))) });
  return { presence, answer: () => answer() };
};
const settled = () => new Promise((resume) => setTimeout(resume));

test('an older presence change is ignored, and so is a reply that a change overtook', async () => {
  const { presence, answer } = asked({ users: [{ userId: 'ben', isOnline: true, lastActive: null }] });
  presence.watch('ben');
  await settled();
  presence._changed({ userId: 'ben', isOnline: false, lastActive: '', version: 7 });
  presence._changed({ userId: 'ben', isOnline: true, lastActive: '', version: 6 });
  answer();
  await settled();
  assert.equal(presence.state.ben.isOnline, false);
});

test('a reply is shown when no change overtook it, and nobody else is kept', async () => {
  const { presence, answer } = asked({ users: [{ userId: 'ben', isOnline: true, lastActive: null }] });
  const unwatch = presence.watch('ben');
  await settled();
  answer();
  await settled();
  presence._changed({ userId: 'eve', isOnline: true, lastActive: '', version: 1 });
  assert.deepEqual(Object.keys(presence.state), ['ben']);
  assert.equal(presence.state.ben.isOnline, true);
  unwatch();
  assert.deepEqual(presence.state, {});
});

test('what may succeed later is repeated, what a rule refuses is not', () => {
  for (const code of ['timeout', 'unavailable', 'disconnected']) assert.ok(retryDelay({ code }, 99) <= 10_000, code);
  assert.equal(retryDelay({ code: 'rate_limited', retryAfterMs: 700 }, 0), 700);
  for (const code of ['chat_closed', 'invalid_payload', 'awaiting_reply', 'closed']) assert.equal(retryDelay({ code }, 0), undefined);
  assert.equal(retryDelay({ code: 'internal' }, 5), undefined, 'not for ever');
});
