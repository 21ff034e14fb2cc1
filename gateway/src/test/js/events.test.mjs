// Every row of the two event tables of the protocol, with acknowledgement and without, over every transport,
// between a client on one node and a provider on another.
import assert from 'node:assert/strict';
import { assertMessage, assertNotification, assertPart, assertTime } from './support/shapes.mjs';
import { node, stage } from './support/stage.mjs';
import { PATIENCE_MS, eventually } from './support/waiting.mjs';
import { scenario, transports } from './support/world.mjs';

for (const [transport, options] of Object.entries(transports)) {
  const over = (name, play) => scenario(`${transport}: ${name}`, play, { options });

  over('user-join is answered with the user, the time and the unread count', async (world) => {
    const ann = world.client();
    const device = await ann.connect();
    const answer = await device.must('user-join', ann.id);
    assertPart(answer, { userId: ann.id, unreadNotifications: 0 });
    assertTime(answer.serverTime, 'serverTime');
    if (stage.auth === 'jwt') assert.equal(answer.role, 'client');
    assert.ok(Math.abs(Date.parse(answer.serverTime) - Date.now()) < 60_000);
  });

  over('user-join without acknowledgement brings a user online, and twice is the same as once', async (world) => {
    const watcher = await world.provider().on(1);
    const ann = world.client();
    const device = await ann.connect();
    device.tell('user-join', ann.id);
    const change = await watcher.next('user-status-changed', ({ userId }) => userId === ann.id);
    assertPart(change, { userId: ann.id, isOnline: true });
    assertTime(change.lastActive, 'lastActive');
    assert.equal(typeof change.version, 'number');

    const again = await device.must('user-join', ann.id);
    assert.equal(again.userId, ann.id);
    assert.equal(watcher.all('user-status-changed', ({ userId }) => userId === ann.id).length, 1);
  });

  over('join-chat is answered with what the caller has missed', async (world) => {
    const { ben, chatId, anns, bens } = await world.conversation();
    await bens.must('leave-chat', chatId);
    for (const content of ['one', 'two', 'three']) await anns.must('send-message', { chatId, content });

    const answer = await bens.must('join-chat', { chatId, afterSeq: 1, limit: 1 });
    assertPart(answer, { chatId, lastSeq: 3, unread: 3, hasMore: true });
    assert.equal(answer.messages.length, 1);
    assertMessage(answer.messages[0], { seq: 2, content: 'two', receiver: ben.id });

    const rest = await bens.must('join-chat', { chatId, afterSeq: 2 });
    assert.deepEqual(
      rest.messages.map(({ seq }) => seq),
      [3],
    );
    assert.equal(rest.hasMore, false);
  });

  over('join-chat without acknowledgement delivers what was undelivered and tells the room', async (world) => {
    const ann = world.client();
    const ben = world.provider();
    const chatId = await world.chat(ann, ben);
    const anns = await ann.on(0);
    await anns.must('join-chat', chatId);
    await anns.must('send-message', { chatId, content: 'are you there?' });

    const bens = await ben.on(1);
    bens.tell('join-chat', { chatId });
    const delivered = await anns.next('messages-delivered');
    assertPart(delivered, { chatId, userId: ben.id, upToSeq: 1 });
    assertTime(delivered.deliveredAt, 'deliveredAt');

    const { messages } = await world.mustRest('GET', `/api/chats/${chatId}/messages`);
    assertMessage(messages[0], { delivered: true, isRead: false });
    assertTime(messages[0].deliveredAt, 'deliveredAt');
  });

  over('leave-chat leaves the room, and twice is the same as once', async (world) => {
    const { chatId, anns, bens } = await world.conversation();
    assertPart(await bens.must('leave-chat', { chatId }), { chatId });
    assertPart(await bens.must('leave-chat', chatId), { chatId });
    await anns.must('send-message', { chatId, content: 'gone?' });
    await bens.next('message-notification');
    bens.tell('join-chat', chatId);
    await anns.next('messages-delivered');
    await anns.must('send-message', { chatId, content: 'back' });
    const heard = await bens.next('new-message');
    assert.equal(heard.content, 'back');
    bens.tell('leave-chat', chatId);
    await eventually('the room is left without an acknowledgement', async () => {
      bens.forget();
      await anns.must('send-message', { chatId, content: 'and gone again' });
      await bens.next('message-notification');
      return bens.all('new-message').length === 0;
    });
  });

  over('send-message reaches the room on both nodes, and the receiver as a notification', async (world) => {
    const { ann, ben, chatId, anns, bens } = await world.conversation();
    const media = [{ url: 'https://cdn.example/a.png', type: 'image/png', name: 'a.png', size: 12 }];
    const command = { chatId, content: 'Hello Ben', messageType: 'image', media, clientMessageId: 'm-1' };
    const { message, duplicate } = await anns.must('send-message', command);
    const expected = { ...command, sender: ann.id, receiver: ben.id, seq: 1, isRead: false };
    assertMessage(message, expected);
    assert.ok(!duplicate);

    for (const device of [anns, bens]) assertMessage(await device.next('new-message'), expected);
    const notice = await bens.next('message-notification');
    assertPart(notice, { chatId, sender: ann.id, unreadCount: 1 });
    assertMessage(notice.message, expected);
    assert.equal(anns.all('message-notification').length, 0);
  });

  over('send-message without acknowledgement is stored and heard all the same', async (world) => {
    const { ann, chatId, anns, bens } = await world.conversation();
    anns.tell('send-message', { chatId, content: 'no answer wanted', media: ['https://cdn.example/b.png'] });
    const heard = await bens.next('new-message');
    assertMessage(heard, { content: 'no answer wanted', sender: ann.id, messageType: 'text', seq: 1 });
    assertPart(heard.media[0], { url: 'https://cdn.example/b.png' });
    assertMessage(await anns.next('new-message'), { _id: heard._id });
  });

  over('typing-start and typing-stop are seen by the others in the room only', async (world) => {
    const { ann, chatId, anns, bens } = await world.conversation();
    await anns.must('typing-start', { chatId });
    assert.deepEqual(await bens.next('user-typing'), { chatId, userId: ann.id, isTyping: true });
    await anns.must('typing-stop', { chatId });
    assert.deepEqual(await bens.next('user-typing'), { chatId, userId: ann.id, isTyping: false });

    anns.tell('typing-start', { roomId: chatId, userId: ann.id });
    assert.equal((await bens.next('user-typing')).isTyping, true);
    anns.tell('typing-stop', { roomId: chatId, userId: ann.id });
    assert.equal((await bens.next('user-typing')).isTyping, false);
    assert.equal(anns.all('user-typing').length, 0);
  });

  over('mark-messages-read tells the sender and the other devices of the reader', async (world) => {
    const { ben, chatId, anns, bens } = await world.conversation();
    const phone = await ben.on(0);
    for (const content of ['one', 'two', 'three']) await anns.must('send-message', { chatId, content });

    assertPart(await bens.must('mark-messages-read', { chatId, upToSeq: 2 }), { chatId, readCount: 2, upToSeq: 2 });
    for (const device of [anns, phone, bens]) {
      const read = await device.next('messages-read');
      assertPart(read, { chatId, userId: ben.id, upToSeq: 2, readCount: 2 });
      assertTime(read.readAt, 'readAt');
    }

    bens.tell('mark-messages-read', { chatId });
    assertPart(await anns.next('messages-read'), { upToSeq: 3, readCount: 1 });
    const { messages } = await world.mustRest('GET', `/api/chats/${chatId}/messages`);
    for (const message of messages) {
      assertMessage(message, { isRead: true, delivered: true });
      assertTime(message.readAt, 'readAt');
    }
  });

  over('get-online-status answers for one user and for many', async (world) => {
    const ann = world.client();
    const [anns, stranger] = [await ann.on(0), world.provider()];
    const asking = await world.provider().on(1);

    const one = await asking.must('get-online-status', ann.id);
    assertPart(one, { userId: ann.id, isOnline: true });
    assertTime(one.lastActive, 'lastActive');
    assertPart(await asking.next('online-status'), { userId: ann.id, isOnline: true });

    const both = await asking.must('get-online-status', [ann.id, stranger.id]);
    assert.deepEqual(
      both.users.map(({ userId, isOnline }) => [userId, isOnline]).sort(),
      [
        [ann.id, true],
        [stranger.id, false],
      ].sort(),
    );
    assertPart(await asking.next('online-status', ({ userId }) => userId === stranger.id), { isOnline: false });
    await asking.next('online-status', ({ userId }) => userId === ann.id);

    asking.tell('get-online-status', ann.id);
    assertPart(await asking.next('online-status'), { userId: ann.id, isOnline: true });
    assert.equal(anns.all('online-status').length, 0);
  });

  over('set-online-status lets a user appear offline', async (world) => {
    const ann = world.client();
    const [anns, watcher] = [await ann.on(0), await world.provider().on(1)];
    const ofAnn = ({ userId }) => userId === ann.id;
    const state = (isOnline) => (change) => ofAnn(change) && change.isOnline === isOnline;

    assertPart(await anns.must('set-online-status', { userId: ann.id, isOnline: false }), {
      userId: ann.id,
      isOnline: false,
    });
    const gone = await watcher.next('user-status-changed', state(false));
    assertPart(await watcher.must('get-online-status', ann.id), { isOnline: false });

    watcher.forget();
    anns.tell('set-online-status', { userId: ann.id, isOnline: true });
    const back = await watcher.next('user-status-changed', state(true));
    assert.ok(back.version > gone.version, 'the version grows');
  });

  over('notifications are handed over, read one by one, read all, and counted', async (world) => {
    const ann = world.client();
    const post = (title) =>
      world.mustRest('POST', '/api/notifications', {
        userId: ann.id,
        type: 'booking',
        title,
        body: 'b',
        data: { n: 1 },
      });
    await post('first');
    await post('second');

    const device = await ann.on(0);
    const tablet = await ann.on(1);
    const joined = await device.must('join-notifications', ann.id);
    assertPart(joined, { unread: 2, hasMore: false });
    assert.deepEqual(
      joined.notifications.map(({ title }) => title),
      ['first', 'second'],
    );
    const [first] = joined.notifications;
    assertNotification(first, { userId: ann.id, type: 'booking', body: 'b', data: { n: 1 }, isRead: false });

    assert.deepEqual((await tablet.must('join-notifications', ann.id)).notifications, []);
    await post('third');
    for (const hears of [device, tablet]) assertNotification(await hears.next('new-notification'), { title: 'third' });

    assertPart(await device.must('mark-notification-read', { notificationId: first._id }), {
      notificationId: first._id,
      unread: 2,
    });
    for (const hears of [device, tablet]) {
      assert.deepEqual(await hears.next('notification-read'), { notificationId: first._id, unread: 2 });
    }

    assert.equal((await device.must('get-unread-count', ann.id)).count, 2);
    assert.deepEqual(await device.next('unread-count'), { count: 2 });
    assert.equal(tablet.all('unread-count').length, 0);

    assertPart(await device.must('mark-all-notifications-read', ann.id), { readCount: 2, unread: 0 });
    for (const hears of [device, tablet]) {
      assert.deepEqual(await hears.next('all-notifications-read'), { readCount: 2, unread: 0 });
    }
  });

  over('notification events without acknowledgement', async (world) => {
    const ann = world.client();
    const device = await ann.on(0);
    device.tell('join-notifications', ann.id);
    await device.must('get-unread-count', ann.id);
    await device.next('unread-count');

    await eventually('the room is joined', async () => {
      await world.mustRest(
        'POST',
        '/api/notifications',
        { userId: ann.id, type: 't', title: 'ping', body: 'b' },
        { index: 1 },
      );
      return device.all('new-notification').length > 0;
    });
    const heard = await device.next('new-notification');
    assert.deepEqual(heard.data, {});

    device.tell('mark-notification-read', heard._id);
    assertPart(await device.next('notification-read'), { notificationId: heard._id });
    device.tell('get-unread-count', ann.id);
    assert.equal(typeof (await device.next('unread-count')).count, 'number');
    device.tell('mark-all-notifications-read', ann.id);
    assertPart(await device.next('all-notifications-read'), { unread: 0 });
    await device.must('get-unread-count', ann.id);
    assert.deepEqual(await device.next('unread-count'), { count: 0 });
  });

  over('a reader who is not in the notifications room is told of her own reading', async (world) => {
    const ann = world.client();
    const device = await ann.on(0);
    const [posted] = await post(world, ann);
    await device.must('mark-notification-read', posted._id);
    assertPart(await device.next('notification-read'), { notificationId: posted._id, unread: 0 });
    await device.must('mark-all-notifications-read', ann.id);
    assertPart(await device.next('all-notifications-read'), { readCount: 0, unread: 0 });
  });

  over('get-send-allowance says that one may write', async (world) => {
    const { chatId, anns } = await world.conversation();
    const answer = await anns.must('get-send-allowance', { chatId });
    assert.equal(answer.canSend, true);
    const { message } = await anns.must('send-message', { chatId, content: 'so I do' });
    assert.equal(message.seq, 1, 'asking took no number');
  });

  over('a user on two nodes hears everything on both', async (world) => {
    const { ben, chatId, anns, bens } = await world.conversation();
    const tablet = await ben.on(0);
    await tablet.must('join-chat', chatId);
    await anns.must('send-message', { chatId, content: 'to both of you' });
    for (const device of [bens, tablet]) {
      assertMessage(await device.next('new-message'), { content: 'to both of you' });
      assertPart(await device.next('message-notification'), { chatId });
    }
    await tablet.must('send-message', { chatId, content: 'from the tablet' });
    for (const device of [anns, bens, tablet]) {
      await device.next('new-message', ({ content }) => content === 'from the tablet');
    }
  });

  over('a refusal without acknowledgement is an error event, and changes nothing else', async (world) => {
    const { chatId, anns, bens } = await world.conversation();
    anns.tell('send-message', { chatId, content: '   ' });
    const error = await anns.next('error');
    assertPart(error, { event: 'send-message', code: 'invalid_payload' });
    assert.equal(typeof error.message, 'string');
    await anns.must('send-message', { chatId, content: 'still here' });
    assertMessage(await bens.next('new-message'), { seq: 1, content: 'still here' });
  });
}

scenario('an upgraded connection really is a websocket', async (world) => {
  const device = await world.client().on(0, transports.upgrade);
  await eventually('the upgrade', () => device.socket.io.engine.transport.name === 'websocket');
  await device.must('get-online-status', world.client().id);
});

scenario('the Socket.IO port serves Socket.IO and nothing else', async () => {
  const { status } = await fetch(`${node(0).socket}/api/cluster`, { signal: AbortSignal.timeout(PATIENCE_MS) });
  assert.ok(status >= 400 && status < 500, `status ${status}`);
});

const post = async (world, person) => {
  const answer = await world.mustRest('POST', '/api/notifications', {
    userId: person.id,
    type: 't',
    title: 't',
    body: 'b',
  });
  return Array.isArray(answer) ? answer : (answer.notifications ?? [answer]);
};
