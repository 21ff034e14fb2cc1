// The package against two gateways: what an application sees and does.
import assert from 'node:assert/strict';
import { parley } from 'parley-client/server';
import { node, withoutTokens } from '../../gateway/src/test/js/support/stage.mjs';
import { expiresIn, token } from '../../gateway/src/test/js/support/tokens.mjs';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';
import { clientScenario, Watcher } from './applications.mjs';

const texts = ({ state }) => state.messages.map(({ content }) => content);
const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => `m ${from + index}`);

async function talk(world, open) {
  const [ann, ben] = [world.client(), world.provider()];
  const chatId = await world.chat(ann, ben);
  const [anns, bens] = [open(ann, 0), open(ben, 1)];
  const [ofAnn, ofBen] = [anns.chat(chatId), bens.chat(chatId)];
  await Promise.all([ofAnn.join(), ofBen.join()]);
  return { ann, ben, chatId, anns, bens, ofAnn, ofBen };
}

clientScenario('a message is shown at once, then stored, delivered to the other side and read', async (world, open) => {
  const { ofAnn, ofBen, bens } = await talk(world, open);
  const stored = ofAnn.send('hello');
  assert.deepEqual(ofAnn.state.messages.map(({ status, isMine }) => [status, isMine]), [['sending', true]]);
  const { key } = ofAnn.state.messages[0];
  assert.equal((await stored).seq, 1);
  await eventually('Ben sees it', () => texts(ofBen).includes('hello') && ofBen.state.unread === 1);
  bens.disconnect();
  bens.connect();
  await eventually('delivered', () => ofAnn.state.messages[0].status === 'delivered');
  await eventually('Ben is back', () => ofBen.state.isLive);
  await ofBen.markRead();
  await eventually('read', () => ofAnn.state.messages[0].status === 'read' && ofBen.state.unread === 0);
  assert.equal(ofAnn.state.messages[0].key, key, 'the same row');
  assert.equal(ofAnn.state.messages.length, 1);
});

clientScenario('messages written offline are sent in order, and receipts are caught up', async (world, open) => {
  const { anns, ofAnn, ofBen } = await talk(world, open);
  const watcher = new Watcher(ofBen);
  await ofAnn.send('m 1');
  anns.disconnect();
  const sending = numbered(2, 9).map((text) => ofAnn.send(text));
  assert.deepEqual(texts(ofAnn), numbered(1, 9));
  await eventually('m 1', () => texts(ofBen).length === 1);
  await ofBen.markRead();
  anns.connect();
  await Promise.all(sending);
  await eventually('Ben has all', () => texts(ofBen).length === 9);
  assert.deepEqual(texts(ofBen), numbered(1, 9));
  await eventually('the receipt that was missed', () => ofAnn.state.messages[0].status === 'read');
  watcher.assertSound();
});

clientScenario('a refused message is shown as failed with its code, and can be sent again or discarded', async (world, open) => {
  const { chatId, ofAnn, ofBen } = await talk(world, open);
  await world.mustRest('PATCH', `/api/chats/${chatId}`, { status: 'closed' });
  await assert.rejects(ofAnn.send('too late'), { code: 'chat_closed' });
  ofAnn.send('x'.repeat(4_001));
  const failed = () => ofAnn.state.messages.filter(({ status }) => status === 'failed');
  await eventually('both are failed', () => failed().length === 2);
  assert.equal(failed()[0].error.code, 'chat_closed');

  await world.mustRest('PATCH', `/api/chats/${chatId}`, { status: 'open' });
  const [first, second] = failed();
  ofAnn.discard(second.key);
  ofAnn.retry(first.key);
  await eventually('stored', () => texts(ofBen).includes('too late') && failed().length === 0);
  const said = (chat) => chat.state.messages.filter(({ isMine }) => isMine).map(({ status }) => status);
  assert.deepEqual(said(ofAnn), ['sent']);
  assert.deepEqual(said(ofBen), [], 'the messages about the changes of the chat are nobody\'s');
});

clientScenario('a long history is read in pages: the newest first, older on request, what was missed after a time offline', async (world, open) => {
  const { ann, ben, chatId, anns, ofAnn } = await talk(world, open);
  const post = async (from, to) => {
    for (const content of numbered(from, to)) await world.mustRest('POST', `/api/chats/${chatId}/messages`, { sender: ann.id, content });
  };
  anns.disconnect();
  await post(1, 230);
  const bens = open(ben, 0);
  const late = bens.chat(chatId);
  await late.join();
  assert.deepEqual([texts(late), late.state.hasOlder], [numbered(181, 230), true]);
  await late.loadOlder();
  assert.deepEqual([texts(late), late.state.hasOlder], [numbered(131, 230), true]);

  anns.connect();
  await eventually('Ann has all', () => texts(ofAnn).length === 230);
  assert.deepEqual(texts(ofAnn), numbered(1, 230));
});

clientScenario('typing is told at most once in three seconds and ends', async (world, open) => {
  const { ann, anns, ofAnn, ofBen } = await talk(world, open);
  const starts = [];
  anns.socket.onAnyOutgoing((event) => event.startsWith('typing') && starts.push(event));
  for (let n = 0; n < 20; n += 1) ofAnn.typing();
  await eventually('Ben sees it', () => ofBen.state.typing.includes(ann.id));
  assert.deepEqual(starts, ['typing-start']);
  await eventually('it ends', () => ofBen.state.typing.length === 0);
  assert.deepEqual(starts, ['typing-start', 'typing-stop']);
  ofAnn.typing();
  await eventually('again', () => ofBen.state.typing.includes(ann.id));
  await ofAnn.send('done');
  await eventually('a message ends it', () => ofBen.state.typing.length === 0);
});

clientScenario('presence follows connections, and appearing offline survives a reconnect', async (world, open) => {
  const { ben, anns, bens } = await talk(world, open);
  anns.presence.watch([ben.id]);
  const isOnline = (expected) => eventually(`online: ${expected}`, () => anns.presence.state[ben.id]?.isOnline === expected);
  await isOnline(true);
  bens.disconnect();
  await isOnline(false);
  bens.connect();
  await isOnline(true);
  await bens.presence.appearOffline(true);
  await isOnline(false);
  bens.disconnect();
  bens.connect();
  await eventually('back', () => bens.state.status === 'online');
  await isOnline(false);
});

clientScenario('the inbox has chats with unread counts and notifications, which a back end sends', async (world, open) => {
  const { ann, chatId, ofAnn, ofBen, anns } = await talk(world, open);
  await ofAnn.send('hello?');
  const backEnd = parley({ url: node(1).http, token: () => world.service().token });
  const { inbox } = anns;
  await inbox.open();
  assert.deepEqual(inbox.state.chats.map(({ _id, unread }) => [_id, unread]), [[chatId, 0]]);

  await ofBen.send('hello');
  await eventually('one unread', () => inbox.state.unread === 1 && inbox.state.chats[0].lastMessage?.content === 'hello');
  await anns.chat(chatId).markRead();
  await eventually('none unread', () => inbox.state.unread === 0);

  await backEnd.sendNotification(ann.id, { type: 'booking', title: 'Booked', body: 'Tuesday' });
  await eventually('it is there', () => inbox.state.unreadNotifications === 1);
  await backEnd.sendNotificationToUser(ann.id, { title: 'Now', createdAt: new Date().toISOString() });
  await eventually('both', () => inbox.state.notifications.length === 2);
  assert.equal(inbox.state.unreadNotifications, 1, 'a prepared one is not counted');
  await inbox.markNotificationRead(inbox.state.notifications.find(({ _id }) => _id)._id);
  await eventually('read', () => inbox.state.unreadNotifications === 0);

  anns.disconnect();
  await backEnd.sendNotification([ann.id], { type: 'booking', title: 'Done', body: '' });
  await eventually('offline', async () => !(await backEnd.isUserOnline(ann.id)));
  anns.connect();
  await eventually('what was missed', () => inbox.state.notifications.some(({ title }) => title === 'Done'));
  assert.equal(await backEnd.isUserOnline(ann.id), true);
  await assert.rejects(backEnd.sendNotification('', { type: 'x', title: '', body: '' }), { code: 'invalid_payload' });
});

clientScenario(
  'a token is refreshed before it expires, without a disconnect',
  async (world, open) => {
    const ann = world.client();
    let fetched = 0;
    const getToken = async () => {
      fetched += 1;
      if (fetched === 1) throw new Error('the login service is restarting');
      return token({ sub: ann.id, role: 'client', ...expiresIn(8) });
    };
    const client = open(ann, 0, { getToken });
    let disconnects = 0;
    client.socket.on('disconnect', () => (disconnects += 1));
    const firstToken = () => fetched >= 2 && client.state.status === 'online';
    await eventually('online after the second try', firstToken);
    await eventually('fetched again, twice', () => fetched >= 4, 40_000);
    assert.equal(client.state.status, 'online');
    assert.equal(disconnects, 0);
  },
  { skip: withoutTokens },
);

clientScenario(
  'a user whom the server refuses gets the code, and what waits fails with it',
  async (world, open) => {
    const client = open(world.client(), 0, { getToken: undefined, token: 'no.token.atall' });
    await eventually('refused', () => client.state.status === 'refused');
    assert.equal(client.state.error.code, 'token_invalid');
    await assert.rejects(client.chat('c').join(), { code: 'token_invalid' });
  },
  { skip: withoutTokens },
);

clientScenario('a chat of others is refused, and the state tells so', async (world, open) => {
  const { chatId } = await talk(world, open);
  const stranger = open(world.client(), 1).chat(chatId);
  await assert.rejects(stranger.join(), { code: 'chat_not_found' });
  assert.equal(stranger.state.error.code, 'chat_not_found');
});

clientScenario('a user who is disconnected by the back end comes back and has what was missed', async (world, open) => {
  const { ben, ofAnn, ofBen, bens } = await talk(world, open);
  // Watched, not polled: it may be back within milliseconds.
  const disconnected = new Promise((resolve) => ofBen.subscribe(({ isLive }) => isLive || resolve()));
  await world.mustRest('POST', `/api/users/${ben.id}/disconnect`, {});
  await disconnected;
  await ofAnn.send('meanwhile');
  await eventually('back', () => bens.state.status === 'online' && texts(ofBen).includes('meanwhile'));
});
