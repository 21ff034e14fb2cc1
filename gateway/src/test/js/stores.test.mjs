// Whatever Redis or MongoDB does, every request is answered with success or `unavailable`; what was answered with `unavailable` and was
// done all the same is announced, and a retry finds it. For a stage without a rate rule.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { node, operator, withoutOwnMongo, withoutOwnRedis } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const DISTURBED_MS = 4_500;
const isReady = async (index) =>
  (await fetch(`${node(index).ops}/health/ready`, { signal: AbortSignal.timeout(5_000) })).status === 200;

/** A conversation with everything that a request of each kind needs, before the fault. */
async function prepare(world) {
  const { ann, ben, chatId, anns, bens } = await world.conversation();
  await bens.must('join-notifications', ben.id);
  await anns.must('send-message', { chatId, content: 'before' });
  const notify = { userId: ben.id, type: 'job', title: 'before', body: 'A roof leaks' };
  await world.mustRest('POST', '/api/notifications', notify);
  const { _id: notificationId } = await bens.next('new-notification');
  const [phone, tablet, watch] = await Promise.all([ben.on(1), ben.on(0), ben.on(1)]);
  const newcomer = world.client();
  const newcomers = await newcomer.connect(0);
  return { world, ann, ben, chatId, anns, bens, phone, tablet, watch, notify, notificationId, newcomer, newcomers };
}

/** By name the requests, each of which may be repeated. */
function requests({ world, ann, ben, chatId, anns, bens, phone, tablet, watch, notify, notificationId, newcomer, newcomers }) {
  const socket = (device, event, payload) => async () => {
    const answer = await device.ask(event, payload);
    return answer.ok ? 'ok' : answer.error.code;
  };
  const rest = (method, path, body) => async () => {
    const { status, body: answer } = await world.rest(method, path, body);
    return status < 300 ? 'ok' : `${answer.code}`;
  };
  const message = { chatId, content: 'by socket', clientMessageId: 'by-socket' };
  return {
    'send-message': socket(anns, 'send-message', message),
    'join-chat': socket(phone, 'join-chat', { chatId, afterSeq: 0 }),
    'mark-messages-read': socket(bens, 'mark-messages-read', { chatId }),
    'join-notifications': socket(tablet, 'join-notifications', ben.id),
    'mark-notification-read': socket(watch, 'mark-notification-read', { notificationId }),
    'mark-all-notifications-read': socket(phone, 'mark-all-notifications-read', ben.id),
    'user-join': socket(newcomers, 'user-join', newcomer.id),
    'get-online-status': socket(tablet, 'get-online-status', [ann.id, ben.id]),
    'POST message': rest('POST', `/api/chats/${chatId}/messages`, {
      sender: ann.id,
      content: 'by REST',
      clientMessageId: 'by-rest',
    }),
    'POST notification': rest('POST', '/api/notifications', { ...notify, title: 'during' }),
    'POST chat': rest('POST', '/api/chats', { client: ann.id, provider: ben.id, context: 'another' }),
    'PATCH chat': rest('PATCH', `/api/chats/${chatId}`, { stage: 'booked' }),
    'PUT block': rest('PUT', `/api/users/${newcomer.id}/blocks/${ben.id}`),
    'GET chat': rest('GET', `/api/chats/${chatId}`),
    'POST presence query': rest('POST', '/api/presence/query', { userIds: [ann.id, ben.id] }),
  };
}

/** Every message is in the history once, and was heard at most once, or the device was told to resync. */
async function assertMessages({ chatId, anns, bens }) {
  const { messages } = await anns.must('join-chat', { chatId, afterSeq: 0 });
  assert.deepEqual(messages.map(({ content }) => content).sort(), ['The stage changed from inquiry to booked.', 'before', 'by REST', 'by socket']);
  for (const device of [anns, bens]) {
    for (const { _id, content } of messages) {
      const heard = () => device.all('new-message', (message) => message._id === _id).length;
      await eventually(`${content} is heard`, () => heard() > 0 || device.all('resync').length > 0);
      assert.ok(heard() <= 1, `${content} is heard once`);
    }
  }
}

/** Of those that were posted during the fault, as many were announced as are stored. */
async function assertNotifications({ world, ben, bens }) {
  const { notifications } = await world.mustRest('GET', `/api/notifications?userId=${ben.id}`);
  for (const { _id } of notifications) {
    const heard = () => bens.all('new-notification', (notification) => notification._id === _id).length;
    await eventually('a notification is heard', () => heard() > 0 || bens.all('resync').length > 0);
    assert.ok(heard() <= 1, 'a notification is heard once');
  }
}

const faults = ['cut', 'hang', 'hang-replies', 'delay/1200', 'half-close'];
const stores = { redis: withoutOwnRedis, mongo: withoutOwnMongo };
for (const [store, skip] of Object.entries(stores)) {
  for (const fault of faults) {
    scenario(
      `${store}, ${fault}: every request is answered, and nothing that happened stays unannounced`,
      async (world) => {
        const prepared = await prepare(world);
        const all = Object.entries(requests(prepared));
        await operator.disturb(store, fault);
        let answers;
        try {
          [answers] = await Promise.all([
            Promise.all(all.map(async ([name, ask]) => [name, await ask()])),
            pause(DISTURBED_MS),
          ]);
        } finally {
          await operator.disturb(store, 'restore');
        }
        const wrong = answers.filter(([, answer]) => !['ok', 'unavailable'].includes(answer));
        assert.deepEqual(wrong, []);
        await eventually('both nodes are ready', async () => (await isReady(0)) && (await isReady(1)), 30_000);
        for (const [name, ask] of all) {
          if (name !== 'POST notification') await eventually(`${name} succeeds`, async () => (await ask()) === 'ok', 30_000);
        }
        await assertMessages(prepared);
        await assertNotifications(prepared);
        const { anns, newcomer, chatId } = prepared;
        const hasHeardOfReading = () => anns.all('messages-read').length + anns.all('resync').length > 0;
        await eventually(`reading ${chatId} is announced`, hasHeardOfReading);
        const isOnline = async () => (await anns.must('get-online-status', newcomer.id)).isOnline;
        await eventually('the newcomer is online', isOnline);
      },
      { skip, timeout: 120_000 },
    );
  }
}
