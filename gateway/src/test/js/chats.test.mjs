// What a chat guarantees: numbers without holes, retries stored once, history without a gap, receipts, typing that ends,
// blocks, suspended accounts, closed chats, and strangers who see nothing.
import assert from 'node:assert/strict';
import { assertMessage, assertPart, assertRefused } from './support/shapes.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

scenario('a retry is stored and heard once', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  const command = { chatId, content: 'only once', clientMessageId: 'retry-1' };
  const first = await anns.must('send-message', command);
  const again = await anns.must('send-message', command);
  assert.equal(again.duplicate, true);
  assert.deepEqual(again.message._id, first.message._id);

  await anns.must('send-message', { chatId, content: 'the next' });
  await bens.next('new-message', ({ content }) => content === 'the next');
  await bens.next('message-notification', ({ message }) => message.content === 'the next');
  assert.equal(bens.all('new-message').length, 2);
  assert.equal(bens.all('message-notification').length, 2);
});

scenario('ten retries at once, on both nodes, are one message', async (world) => {
  const { ann, chatId, anns } = await world.conversation();
  const tablet = await ann.on(1);
  const command = { chatId, content: 'all at once', clientMessageId: 'retry-10' };
  const answers = await Promise.all(range(1, 10).map((n) => (n % 2 ? anns : tablet).must('send-message', command)));
  assert.equal(new Set(answers.map(({ message }) => message._id)).size, 1);
  assert.equal(answers.filter(({ duplicate }) => !duplicate).length, 1);
  assert.equal((await anns.must('join-chat', { chatId, afterSeq: 0 })).messages.length, 1);
});

scenario('the same clientMessageId in another chat, or of another sender, is another message', async (world) => {
  const { ann, chatId, anns, bens } = await world.conversation();
  const otherChat = await world.chat(ann, world.provider());
  const clientMessageId = 'same';
  const ids = [
    await anns.must('send-message', { chatId, content: 'a', clientMessageId }),
    await anns.must('send-message', { chatId: otherChat, content: 'a', clientMessageId }),
    await bens.must('send-message', { chatId, content: 'a', clientMessageId }),
  ].map(({ message }) => message._id);
  assert.equal(new Set(ids).size, 3);
});

scenario('messages without clientMessageId do not collide', async (world) => {
  const { chatId, anns } = await world.conversation();
  for (const seq of range(1, 3)) {
    assert.equal((await anns.must('send-message', { chatId, content: 'the same words' })).message.seq, seq);
  }
});

scenario('numbers have no holes when two nodes write at the same time', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'the client starts' });
  const commands = range(1, 18).flatMap((n) => [
    anns.must('send-message', { chatId, content: `ann ${n}` }),
    bens.must('send-message', { chatId, content: `ben ${n}` }),
  ]);
  const answers = await Promise.all(commands);
  const expected = range(2, 37);
  assert.deepEqual(
    answers.map(({ message }) => message.seq).sort((a, b) => a - b),
    expected,
  );
  const { messages } = await anns.must('join-chat', { chatId, afterSeq: 0, limit: 100 });
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    range(1, 37),
  );
  await eventually('both hear all', () => [anns, bens].every((device) => device.all('new-message').length === 37));
});

scenario('messages sent while a client is disconnected are read after it reconnects, with no gap before live events', async (world) => {
  const { ben, chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'before' });
  const { seq } = await bens.next('new-message');
  bens.close();
  for (const n of range(2, 6)) await anns.must('send-message', { chatId, content: `missed ${n}` });

  const back = await ben.on(0);
  const writing = Promise.all(range(7, 12).map((n) => anns.must('send-message', { chatId, content: `live ${n}` })));
  const { messages } = await back.must('join-chat', { chatId, afterSeq: seq });
  await writing;
  await eventually('history and live events have everything', () => {
    const read = new Set([...messages, ...back.all('new-message')].map((message) => message.seq));
    return range(2, 12).every((n) => read.has(n));
  });
});

scenario('history is paged, ascending, and ends', async (world) => {
  const { chatId, anns } = await world.conversation();
  for (const n of range(1, 7)) await anns.must('send-message', { chatId, content: `m ${n}` });
  const read = [];
  let page;
  do {
    page = await anns.must('join-chat', { chatId, afterSeq: read.at(-1) ?? 0, limit: 3 });
    assert.ok(page.messages.length > 0 && page.messages.length <= 3);
    read.push(...page.messages.map(({ seq }) => seq));
  } while (page.hasMore);
  assert.deepEqual(read, range(1, 7));
  assert.deepEqual((await anns.must('join-chat', { chatId, afterSeq: 7 })).messages, []);
  assert.deepEqual((await anns.must('join-chat', { chatId, afterSeq: 700 })).messages, []);
});

scenario('typing times out six seconds after the last start', async (world) => {
  const { ann, chatId, anns, bens } = await world.conversation();
  const started = Date.now();
  await anns.must('typing-start', { chatId });
  assert.equal((await bens.next('user-typing')).isTyping, true);
  const end = await bens.next('user-typing', ({ isTyping }) => !isTyping);
  assert.deepEqual(end, { chatId, userId: ann.id, isTyping: false });
  const seconds = (Date.now() - started) / 1000;
  assert.ok(seconds > 5.5 && seconds < 9, `ended after ${seconds} s`);
});

scenario('typing ends on sending, on leaving and on disconnect', async (world) => {
  const { ann, chatId, anns, bens } = await world.conversation();
  const starts = async (device) => {
    await device.must('typing-start', { chatId });
    assert.equal((await bens.next('user-typing')).isTyping, true);
  };
  const ended = async () => assert.equal((await bens.next('user-typing', undefined, 5_000)).isTyping, false);

  await starts(anns);
  await anns.must('send-message', { chatId, content: 'sent' });
  await ended();
  await starts(anns);
  await anns.must('leave-chat', chatId);
  await ended();
  const phone = await ann.on(1);
  await phone.must('join-chat', chatId);
  await starts(phone);
  phone.close();
  await ended();
});

scenario('each receipt is emitted once', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'read me' });
  assertPart(await bens.must('mark-messages-read', { chatId }), { readCount: 1, upToSeq: 1 });
  assertPart(await bens.must('mark-messages-read', { chatId }), { readCount: 0 });
  assertPart(await anns.must('mark-messages-read', { chatId }), { readCount: 0 });
  const { messages } = await anns.must('join-chat', { chatId, afterSeq: 0 });
  assertMessage(messages[0], { isRead: true, delivered: true });
  assert.equal((await bens.must('join-chat', chatId)).unread, 0);
});

scenario('only the two participants can use a chat', async (world) => {
  const { chatId, anns } = await world.conversation();
  const eve = await world.client().on(1);
  const asks = [
    ['join-chat', chatId],
    ['send-message', { chatId, content: 'hello?' }],
    ['typing-start', { chatId }],
    ['mark-messages-read', { chatId }],
    ['get-send-allowance', { chatId }],
  ];
  for (const [event, payload] of asks) assertRefused(await eve.refusal(event, payload), 'chat_not_found');
  for (const unknown of ['64b0000000000000000fffff', 'no-such-chat']) {
    const { code } = await eve.refusal('join-chat', unknown);
    assert.ok(['chat_not_found', 'invalid_payload'].includes(code), code);
  }
  await anns.must('send-message', { chatId, content: 'private' });
  await anns.next('new-message');
  for (const event of ['new-message', 'message-notification', 'user-typing', 'messages-read']) {
    assert.deepEqual(eve.all(event), []);
  }
});

scenario('the room of a user or of a chat cannot be joined under another name', async (world) => {
  const { ben, chatId, anns } = await world.conversation();
  const eve = await world.client().on(1);
  for (const room of [ben.id, `notifications_${ben.id}`, '', '*', `${chatId} `]) {
    const { code } = await eve.refusal('join-chat', room);
    assert.ok(['chat_not_found', 'invalid_payload'].includes(code), code);
  }
  await anns.must('send-message', { chatId, content: 'private' });
  await anns.next('new-message');
  assert.deepEqual(eve.all('message-notification'), []);
});

scenario('the provider can write only after the client has', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  assertRefused(await bens.refusal('send-message', { chatId, content: 'Buy now!' }), 'cannot_start_chat');
  assertPart(await bens.must('get-send-allowance', { chatId }), { canSend: false, rule: 'start' });
  await anns.must('send-message', { chatId, content: 'Hello' });
  await bens.must('send-message', { chatId, content: 'Good day' });
});

scenario('a user cannot be client and provider of one chat, or take the role of the other side', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  await world.mustRest('PUT', `/api/users/${ben.id}`, { role: 'provider' });
  const swapped = await world.rest('POST', '/api/chats', { client: ben.id, provider: ann.id });
  assert.equal(swapped.body.code, 'role_not_allowed', JSON.stringify(swapped));
  const alone = await world.rest('POST', '/api/chats', { client: ann.id, provider: ann.id });
  assert.ok(alone.status >= 400 && alone.status < 500, JSON.stringify(alone));
});

scenario('a block hides messages, typing, receipts and presence, both ways', async (world) => {
  const { ann, ben, chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'before the block' });
  await world.mustRest('PUT', `/api/users/${ben.id}/blocks/${ann.id}`);
  try {
    for (const device of [anns, bens]) {
      const error = await device.refusal('send-message', { chatId, content: 'blocked' });
      assertRefused(error, 'recipient_unavailable');
      assert.equal(error.rule, 'block');
    }
    bens.forget();
    anns.forget();
    await anns.ask('typing-start', { chatId });
    await bens.ask('mark-messages-read', { chatId });
    assert.equal((await anns.must('get-online-status', ben.id)).isOnline, false);
    assert.equal((await bens.must('get-online-status', ann.id)).isOnline, false);
    assertPart(await anns.must('get-send-allowance', { chatId }), { canSend: false });
  } finally {
    await world.mustRest('DELETE', `/api/users/${ben.id}/blocks/${ann.id}`);
  }
  await anns.must('send-message', { chatId, content: 'after the block' });
  await bens.next('new-message', ({ content }) => content === 'after the block');
  assert.deepEqual(
    bens.all('user-typing', ({ isTyping }) => isTyping),
    [],
  );
  assert.deepEqual(anns.all('messages-read'), []);
  assert.equal((await anns.must('get-online-status', ben.id)).isOnline, true);
});

scenario('a blocked user does not see the other go online or offline', async (world) => {
  const { ann, ben, anns } = await world.conversation();
  await world.mustRest('PUT', `/api/users/${ben.id}/blocks/${ann.id}`);
  const witness = await world.provider().on(0);
  anns.forget();
  const ofBen = (isOnline) => (change) => change.userId === ben.id && change.isOnline === isOnline;
  const bens = await ben.on(1);
  await bens.must('set-online-status', { userId: ben.id, isOnline: false });
  await witness.next('user-status-changed', ofBen(false));
  await bens.must('set-online-status', { userId: ben.id, isOnline: true });
  await witness.next('user-status-changed', ofBen(true));
  await anns.must('get-unread-count', ann.id);
  assert.deepEqual(
    anns.all('user-status-changed', ({ userId }) => userId === ben.id),
    [],
  );
});

scenario('a suspended account cannot write', async (world) => {
  const { ann, chatId, anns } = await world.conversation();
  await world.mustRest('PUT', `/api/users/${ann.id}`, { suspended: true });
  const error = await anns.refusal('send-message', { chatId, content: 'let me' });
  assertRefused(error, 'account_suspended');
  assert.equal(error.rule, 'account');
  assertPart(await anns.must('get-send-allowance', { chatId }), { canSend: false, rule: 'account' });
  await world.mustRest('PUT', `/api/users/${ann.id}`, { suspended: false });
  await anns.must('send-message', { chatId, content: 'thank you' });
});

scenario('a closed chat accepts reads and receipts, but no messages', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'the last word' });
  await world.mustRest('PATCH', `/api/chats/${chatId}`, { status: 'closed' });
  assertRefused(await bens.refusal('send-message', { chatId, content: 'one more' }), 'chat_closed');
  assertPart(await bens.must('get-send-allowance', { chatId }), { canSend: false });
  assertPart(await bens.must('mark-messages-read', { chatId }), { readCount: 1 });
  const { messages } = await bens.must('join-chat', { chatId, afterSeq: 0 });
  assert.deepEqual(
    messages.map(({ messageType }) => messageType),
    ['text', 'system'],
  );
  await world.mustRest('PATCH', `/api/chats/${chatId}`, { status: 'open' });
  await bens.must('send-message', { chatId, content: 'open again' });
});

scenario('the booking shows in the conversation, once and unread for nobody', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  await anns.must('send-message', { chatId, content: 'please' });
  const booking = { stage: 'booked' };
  await Promise.all(range(1, 4).map((n) => world.mustRest('PATCH', `/api/chats/${chatId}`, booking, { index: n % 2 })));

  const data = { change: 'stage', from: 'inquiry', to: 'booked' };
  for (const device of [anns, bens]) {
    const heard = await device.next('new-message', ({ messageType }) => messageType === 'system');
    assertMessage(heard, { seq: 2, isRead: true, delivered: true });
    assert.deepEqual(heard.data, data);
  }
  const isSystem = ({ message }) => message.messageType === 'system';
  assert.equal((await anns.next('message-notification', isSystem)).unreadCount, 0);
  assert.equal((await bens.next('message-notification', isSystem)).unreadCount, 1);
  const { messages, unread } = await bens.must('join-chat', { chatId, afterSeq: 0 });
  assert.equal(messages.length, 2);
  assert.equal(unread, 1);
  assertPart(await bens.must('mark-messages-read', { chatId }), { readCount: 1 });

  const offer = { offer: { price: 40, currency: 'EUR' } };
  await bens.must('send-message', { chatId, messageType: 'custom', data: offer });
  const custom = await anns.next('new-message', ({ messageType }) => messageType === 'custom');
  assertMessage(custom, { seq: 3, content: '', isRead: false });
  assert.deepEqual(custom.data, offer);
  assertRefused(await bens.refusal('send-message', { chatId, messageType: 'system', content: 'paid' }), 'forbidden');
});

scenario('a flood is rate limited across all nodes, and the refusal says when to retry', async (world) => {
  const { ann, chatId, anns } = await world.conversation();
  const tablet = await ann.on(1);
  const answers = await Promise.all(
    range(1, 40).map((n) => (n % 2 ? anns : tablet).ask('send-message', { chatId, content: `flood ${n}` })),
  );
  const stored = answers.filter(({ ok }) => ok);
  const refused = answers.filter(({ ok }) => !ok).map(({ error }) => error);
  assert.ok(stored.length >= 20 && stored.length <= 30, `${stored.length} were let through`);
  for (const error of refused) {
    assertRefused(error, 'rate_limited');
    assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= 60_000, JSON.stringify(error));
  }
  const { messages } = await anns.must('join-chat', { chatId, afterSeq: 0, limit: 100 });
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    range(1, stored.length),
    'refused messages take no sequence number',
  );
  assertPart(await anns.must('get-send-allowance', { chatId }), { canSend: false, rule: 'rate' });
});

scenario('too much typing is dropped silently', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  for (const n of range(1, 150)) anns.tell(n % 2 ? 'typing-start' : 'typing-stop', { chatId });
  await anns.must('send-message', { chatId, content: 'enough' });
  await bens.next('new-message');
  assert.deepEqual(anns.all('error'), []);
  assert.ok(bens.all('user-typing').length < 150);
});

scenario('a message through REST is the same message, with the same rules and events', async (world) => {
  const { ann, ben, chatId, anns, bens } = await world.conversation();
  const sent = await world.rest('POST', `/api/chats/${chatId}/messages`, {
    sender: ann.id,
    content: 'from the back end',
    clientMessageId: 'rest-1',
  });
  assert.ok([200, 201].includes(sent.status), `${sent.status} ${JSON.stringify(sent.body)}`);
  for (const device of [anns, bens]) {
    assertMessage(await device.next('new-message'), { content: 'from the back end', sender: ann.id, receiver: ben.id });
  }
  const again = await anns.must('send-message', { chatId, content: 'from the back end', clientMessageId: 'rest-1' });
  assert.equal(again.duplicate, true);
  const refused = await world.rest('POST', `/api/chats/${chatId}/messages`, {
    sender: world.client().id,
    content: 'x',
  });
  assert.equal(refused.status, 404);
  assert.equal(refused.body.code, 'chat_not_found');
});
