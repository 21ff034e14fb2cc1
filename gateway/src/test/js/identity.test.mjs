// Identity of a socket, with tokens or without: it belongs to one user until it is closed, and cannot act for another.
import assert from 'node:assert/strict';
import { assertPart, assertRefused } from './support/shapes.mjs';
import { stage } from './support/stage.mjs';
import { scenario } from './support/world.mjs';

if (stage.auth === 'none') {
  scenario('a socket without a user is refused every event but user-join', async (world) => {
    const { ann, chatId, anns } = await world.conversation();
    const device = await world.client().connect();
    const asks = [
      ['join-chat', chatId],
      ['leave-chat', chatId],
      ['send-message', { chatId, content: 'x' }],
      ['typing-start', { chatId }],
      ['typing-stop', { chatId }],
      ['mark-messages-read', { chatId }],
      ['get-online-status', ann.id],
      ['set-online-status', { userId: ann.id, isOnline: false }],
      ['join-notifications', ann.id],
      ['mark-notification-read', { notificationId: '64b000000000000000000abc' }],
      ['mark-all-notifications-read', ann.id],
      ['get-unread-count', ann.id],
      ['get-send-allowance', { chatId }],
    ];
    for (const [event, payload] of asks) assertRefused(await device.refusal(event, payload), 'not_identified');
    await anns.must('send-message', { chatId, content: 'only for two' });
    await anns.next('new-message');
    assert.deepEqual(device.all('new-message'), []);
  });
}

scenario('a socket cannot change its user', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  const device = await ann.on(0);
  for (const form of [ben.id, { userId: ben.id }]) {
    assertRefused(await device.refusal('user-join', form), 'identity_mismatch');
  }
  device.tell('user-join', ben.id);
  assertPart(await device.next('error'), { event: 'user-join', code: 'identity_mismatch' });
  assert.equal((await device.must('user-join', ann.id)).userId, ann.id);
  assert.equal((await device.must('get-online-status', ben.id)).isOnline, false);
});

scenario('a user cannot act for another', async (world) => {
  const { ben, chatId, anns } = await world.conversation();
  const own = [
    ['set-online-status', { userId: ben.id, isOnline: false }],
    ['join-notifications', ben.id],
    ['mark-all-notifications-read', ben.id],
    ['get-unread-count', ben.id],
    ['typing-start', { roomId: chatId, userId: ben.id }],
    ['typing-stop', { roomId: chatId, userId: ben.id }],
  ];
  for (const [event, payload] of own) {
    const { code } = await anns.refusal(event, payload);
    assert.ok(['identity_mismatch', 'forbidden'].includes(code), `${event}: ${code}`);
  }
});

scenario('an id is the same in upper case', async (world) => {
  const { ben, chatId, anns, bens } = await world.conversation();
  const tablet = await ben.connect(0);
  const id = ben.id.toUpperCase();
  assert.equal((await tablet.must('user-join', id)).userId, ben.id);
  await tablet.must('join-notifications', id);
  await tablet.must('get-unread-count', { userId: id });
  await tablet.must('mark-all-notifications-read', id);
  await tablet.must('typing-start', { chatId: chatId.toUpperCase(), userId: id });
  await anns.next('user-typing', ({ userId, isTyping }) => userId === ben.id && isTyping);
  assert.deepEqual(await tablet.must('set-online-status', { userId: id, isOnline: true }), {
    ok: true,
    userId: ben.id,
    isOnline: true,
  });
  assert.equal((await anns.must('get-online-status', { userId: id })).userId, ben.id);
  await anns.must('send-message', { chatId: chatId.toUpperCase(), content: 'to the same chat' });
  await bens.next('new-message');
  assert.equal((await bens.must('mark-messages-read', { chatId: chatId.toUpperCase() })).chatId, chatId);
});

scenario('without --recovery clients get no pid and no offset', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  assert.equal(bens.socket._pid, undefined);
  bens.socket.once('new-message', (...args) => assert.equal(args.length, 1));
  await anns.must('send-message', { chatId, content: 'as ever' });
  await bens.next('new-message');
  assert.equal(bens.socket.recovered, undefined);
});
