// The nodes of one process: one of them is killed in the middle of a conversation, and started again.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { node } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const PATIENT_MS = 30_000;
const MESSAGES = 18;
const KILL_AFTER = 6;

const ask = async (method, path, headers = {}) => {
  const answer = await fetch(`${node(0).http}${path}`, { method, headers });
  return { status: answer.status, body: await answer.json() };
};
const second = async () => (await ask('GET', '/demo/nodes')).body.nodes[1];
const ready = () => fetch(`${node(1).ops}/health/ready`).then(({ ok }) => ok);

/** The status of a request with headers that browsers and `fetch` do not let a caller set. */
const statusWith = (path, headers) =>
  new Promise((resolve, reject) => {
    const sent = request(`${node(0).http}${path}`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject).end();
  });

scenario('a node is killed: what was acknowledged is there once, its user goes offline, and it can be started again', async (world) => {
  const { ben, chatId, anns, bens } = await world.conversation();
  const before = await second();
  const acknowledged = [];
  let killed;
  for (let number = 0; number < MESSAGES; number += 1) {
    if (number === KILL_AFTER) killed = await ask('POST', '/demo/nodes/2/kill');
    const { message } = await anns.must('send-message', { chatId, content: `message ${number}`, clientMessageId: `m${number}` });
    acknowledged.push(message._id);
  }
  assert.equal(killed.status, 202);
  assert.equal(killed.body.state, 'killed');
  await bens.next('disconnect');
  assert.deepEqual(bens.all('server-draining'), []);
  for (const address of [node(1).socket, node(1).http, node(1).ops]) {
    await eventually(`${address} refuses connections`, () => fetch(address).then(() => false, ({ cause }) => cause.code === 'ECONNREFUSED'));
  }

  const again = await world.device(0, {}).connected();
  const cara = world.client();
  const dan = world.provider();
  await again.must('user-join', cara.id);
  await world.chat(cara, dan);
  const { messages } = await anns.must('join-chat', { chatId, afterSeq: 0, limit: 100 });
  assert.deepEqual(messages.map(({ _id }) => _id), acknowledged);

  const offline = await anns.next('user-status-changed', ({ userId, isOnline }) => userId === ben.id && !isOnline, PATIENT_MS);
  assert.ok(offline.version > 0);

  const last = await ask('POST', '/demo/nodes/1/kill');
  assert.equal(last.status, 403);
  assert.equal(last.body.code, 'forbidden');

  const started = await ask('POST', '/demo/nodes/2/start');
  assert.equal(started.status, 202);
  assert.equal(started.body.state, 'starting');
  assert.notEqual(started.body.nodeId, before.nodeId);
  assert.deepEqual(started.body.ports, before.ports);
  await eventually('it runs', async () => (await second()).state === 'running', PATIENT_MS);
  await eventually('it is ready', ready, PATIENT_MS);
  const back = await ben.on(1);
  const missed = await back.must('join-chat', { chatId, afterSeq: 0, limit: 100 });
  assert.deepEqual(missed.messages.map(({ _id }) => _id), acknowledged);
  await anns.must('send-message', { chatId, content: 'welcome back', clientMessageId: 'last' });
  await back.next('new-message', ({ content }) => content === 'welcome back');
});

scenario('only programs and pages on this machine may kill a node', async () => {
  const kill = '/demo/nodes/2/kill';
  for (const headers of [
    { origin: 'http://elsewhere.example' },
    { origin: 'null' },
    { origin: node(0).http.replace(/\d+$/, '1') },
    { host: 'elsewhere.example:8080' },
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    assert.equal(await statusWith(kill, headers), 403, JSON.stringify(headers));
  }
  assert.equal((await ask('POST', '/demo/nodes/3/kill')).status, 404);
  assert.equal((await ask('POST', '/demo/nodes/0/kill')).status, 404);
  assert.equal((await ask('POST', '/demo/nodes/x/kill')).status, 404);
  assert.equal((await ask('GET', kill)).status, 405);
  assert.equal((await second()).state, 'running');
});
