// Each REST route once, called as a back-end service; unit tests cover the details.
import assert from 'node:assert/strict';
import { assertChat, assertMessage, assertNotification, assertPart } from './support/shapes.mjs';
import { node, withoutTokens } from './support/stage.mjs';
import { scenario } from './support/world.mjs';

const problem = (answer, status, code) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.match(answer.type, /application\/problem\+json/);
  assert.equal(answer.body.code, code);
  assert.equal(answer.body.status, status);
};

scenario('chats are opened once, read, listed and changed', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  const request = { client: ann.id, provider: ben.id, context: 'listing-7' };
  const created = await world.rest('POST', '/api/chats', request);
  assert.equal(created.status, 201);
  assertChat(created.body, { ...request, stage: 'inquiry', status: 'open', lastSeq: 0, unread: 0 });
  const again = await world.rest('POST', '/api/chats', request, { index: 1 });
  assert.equal(again.status, 200);
  assert.equal(again.body._id, created.body._id);
  const other = await world.rest('POST', '/api/chats', { ...request, context: 'listing-8' });
  assert.equal(other.status, 201);

  const id = created.body._id;
  await world.mustRest('POST', `/api/chats/${id}/messages`, { sender: ann.id, content: 'Hello' });
  const read = await world.mustRest('GET', `/api/chats/${id}`, undefined, { as: ben });
  assertChat(read, { unread: 1, lastSeq: 1 });
  assertPart(read.lastMessage, { content: 'Hello' });
  const list = await world.mustRest('GET', `/api/chats?userId=${ben.id}&limit=1`);
  assert.equal(list.chats.length, 1);
  assert.equal(list.chats[0]._id, id, 'newest first');
  const rest = await world.mustRest(
    'GET',
    `/api/chats?userId=${ben.id}&limit=1&cursor=${encodeURIComponent(list.cursor)}`,
  );
  assert.deepEqual(
    rest.chats.map(({ _id }) => _id),
    [other.body._id],
  );

  assertChat(await world.mustRest('PATCH', `/api/chats/${id}`, { stage: 'booked', status: 'closed' }), {
    stage: 'booked',
    status: 'closed',
  });
  const refused = await world.rest('POST', `/api/chats/${id}/messages`, { sender: ann.id, content: 'x' });
  problem(refused, 409, 'chat_closed');
});

scenario('history is read in both directions', async (world) => {
  const ann = world.client();
  const chatId = await world.chat(ann, world.provider());
  for (let n = 1; n <= 5; n += 1)
    await world.mustRest('POST', `/api/chats/${chatId}/messages`, { sender: ann.id, content: `m ${n}` });
  const seqs = async (query) => {
    const { messages, hasMore } = await world.mustRest('GET', `/api/chats/${chatId}/messages?${query}`);
    messages.forEach((message) => assertMessage(message));
    return [messages.map(({ seq }) => seq), hasMore];
  };
  assert.deepEqual(await seqs('after=3'), [[4, 5], false]);
  assert.deepEqual(await seqs('after=0&limit=2'), [[1, 2], true]);
  assert.deepEqual(await seqs('before=4&limit=2'), [[2, 3], true]);
  assert.deepEqual(await seqs('before=3'), [[1, 2], false]);
});

scenario('users are created, changed and read', async (world) => {
  const ann = world.client();
  await world.mustRest('PUT', `/api/users/${ann.id}`, { role: 'client', displayName: 'Ann 鸚' });
  const user = await world.mustRest('GET', `/api/users/${ann.id}`, undefined, { index: 1 });
  assertPart(user, { role: 'client', displayName: 'Ann 鸚' });
});

scenario('a block is set and removed', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) {
    const { status } = await world.rest(method, `/api/users/${ann.id}/blocks/${ben.id}`, undefined, { as: ann });
    assert.ok(status === 200 || status === 204, `${method}: ${status}`);
  }
});

scenario('notifications are posted and listed, newest first', async (world) => {
  const ann = world.client();
  for (const title of ['one', 'two', 'three']) {
    const posted = await world.rest('POST', '/api/notifications', { userId: ann.id, type: 't', title, body: 'b' });
    assert.equal(posted.status, 201, JSON.stringify(posted.body));
  }
  const list = await world.mustRest('GET', `/api/notifications?userId=${ann.id}&unread=true&limit=2`, undefined, {
    as: ann,
  });
  assert.deepEqual(
    list.notifications.map(({ title }) => title),
    ['three', 'two'],
  );
  list.notifications.forEach((notification) => assertNotification(notification, { userId: ann.id }));
  const rest = await world.mustRest(
    'GET',
    `/api/notifications?userId=${ann.id}&unread=true&limit=2&cursor=${encodeURIComponent(list.cursor)}`,
  );
  assert.deepEqual(
    rest.notifications.map(({ title }) => title),
    ['one'],
  );
});

scenario('rules are explained without sending', async (world) => {
  const ann = world.client();
  const chatId = await world.chat(ann, world.provider());
  const answer = await world.mustRest('POST', '/api/rules/explain', { chatId, sender: ann.id, content: 'Hello' });
  assert.match(JSON.stringify(answer), /"rule":"?payload/);
  const { messages } = await world.mustRest('GET', `/api/chats/${chatId}/messages`);
  assert.deepEqual(messages, []);
});

scenario('the cluster route lists the nodes', async (world) => {
  const answer = await world.mustRest('GET', '/api/cluster');
  const nodes = Array.isArray(answer) ? answer : answer.nodes;
  assert.ok(nodes.length >= 2, JSON.stringify(answer));
});

scenario('missing, malformed or too large input is answered with a problem and a code', async (world) => {
  problem(await world.rest('GET', '/api/chats/64b0000000000000000fffff'), 404, 'chat_not_found');
  problem(await world.rest('POST', '/api/chats', '{"client": "a", '), 400, 'invalid_payload');
  problem(await world.rest('POST', '/api/chats', { client: { $gt: '' }, provider: 'b' }), 400, 'invalid_payload');
  problem(await world.rest('POST', '/api/chats', [1, 2]), 400, 'invalid_payload');
  problem(await world.rest('POST', '/api/notifications', { title: 'without a user' }), 400, 'invalid_payload');
  problem(await world.rest('POST', '/api/presence/query', { userIds: [{ $gt: '' }] }), 400, 'invalid_payload');
  const ann = world.client();
  const chatId = await world.chat(ann, world.provider());
  const long = await world.rest('POST', `/api/chats/${chatId}/messages`, {
    sender: ann.id,
    content: 'x'.repeat(5_000),
  });
  assert.ok([400, 413, 422].includes(long.status));
  assert.equal(long.body.code, 'message_too_long');
});

scenario(
  'users act for themselves only, services for every user',
  async (world) => {
    const [ann, ben, eve] = [world.client(), world.provider(), world.client()];
    const chatId = await world.chat(ann, ben);
    const as = eve;
    problem(await world.rest('GET', `/api/chats/${chatId}`, undefined, { as }), 404, 'chat_not_found');
    problem(await world.rest('GET', `/api/chats/${chatId}/messages`, undefined, { as }), 404, 'chat_not_found');
    problem(await world.rest('GET', `/api/chats?userId=${ann.id}`, undefined, { as }), 403, 'forbidden');
    problem(await world.rest('GET', `/api/notifications?userId=${ann.id}`, undefined, { as }), 403, 'forbidden');
    problem(await world.rest('PATCH', `/api/chats/${chatId}`, { status: 'closed' }, { as: ann }), 403, 'forbidden');
    problem(await world.rest('PUT', `/api/users/${ann.id}/blocks/${ben.id}`, undefined, { as }), 403, 'forbidden');
    problem(await world.rest('POST', `/api/users/${ann.id}/disconnect`, {}, { as }), 403, 'forbidden');
    problem(await world.rest('GET', '/api/cluster', undefined, { as }), 403, 'forbidden');
    const message = { sender: ann.id, content: 'forged' };
    const forged = await world.rest('POST', `/api/chats/${chatId}/messages`, message, { as });
    assert.ok([403, 404].includes(forged.status), `${forged.status}`);
  },
  { skip: withoutTokens },
);

scenario('health, metrics and the documents are served', async () => {
  const get = (url) => fetch(url, { signal: AbortSignal.timeout(5_000) });
  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    assert.equal((await get(`${node(0).ops}${path}`)).status, 200, path);
  }
  assert.notEqual((await get(`${node(0).http}/metrics`)).status, 200);
});
