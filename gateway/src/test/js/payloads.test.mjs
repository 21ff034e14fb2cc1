// Invalid payloads. Each is refused with invalid_payload (or a more specific code), writes
// nothing, closes nothing, and leaves the socket usable.
import assert from 'node:assert/strict';
import { assertRefused } from './support/shapes.mjs';
import { withoutTokens } from './support/stage.mjs';
import { scenario } from './support/world.mjs';

const HUGE_LIST = Array.from({ length: 5_000 }, (_, index) => `user-${index}`);
const LONG_TEXT = 'x'.repeat(5_000);
const DEEP = JSON.parse('[{"a":'.repeat(200) + '1' + '}]'.repeat(200));

/** Invalid for every event. */
const ALWAYS_WRONG = {
  'no payload at all': [],
  null: [null],
  'a number': [7],
  true: [true],
  'an empty text': [''],
  'a text of 5,000 characters': [LONG_TEXT],
  'an operator in place of an id': [{ $gt: '' }],
  'an operator inside': [{ userId: { $gt: '' }, chatId: { $gt: '' }, notificationId: { $gt: '' }, token: { $gt: '' } }],
  'null inside': [{ userId: null, chatId: null, notificationId: null, token: null }],
  'a number as an id': [{ userId: 7, chatId: 7, notificationId: 7, token: 7, isOnline: true, content: 'x' }],
  'lists as ids': [{ userId: ['a'], chatId: ['a'], notificationId: ['a'], token: ['a'], isOnline: true, content: 'x' }],
  'an unexpected list': [[[1, 2], [3]]],
  'a list of 5,000': [HUGE_LIST],
  'something 400 levels deep': [DEEP],
  bytes: [Buffer.from([1, 2, 3])],
};

const EVENTS = [
  'user-join',
  'join-chat',
  'leave-chat',
  'send-message',
  'typing-start',
  'typing-stop',
  'mark-messages-read',
  'get-online-status',
  'set-online-status',
  'join-notifications',
  'mark-notification-read',
  'mark-all-notifications-read',
  'get-unread-count',
  'get-send-allowance',
];

/** For these a long text is a valid user id, but not the caller's own. */
const OWN_ID = ['set-online-status', 'join-notifications', 'mark-all-notifications-read', 'get-unread-count'];

function assertWrong(event, what, error) {
  const codes = OWN_ID.includes(event) ? ['invalid_payload', 'identity_mismatch'] : ['invalid_payload'];
  assert.ok(codes.includes(error.code), `${what}: ${JSON.stringify(error)}`);
}

async function refusesEverything(world, event, wrong) {
  const { chatId, anns, bens } = await world.conversation();
  for (const [what, payload] of Object.entries(wrong)) {
    const error = await anns.refusal(event, ...payload).catch((failure) => {
      throw new Error(`${what}: ${failure.message}`);
    });
    assertWrong(event, what, error);
    anns.tell(event, ...payload);
    const said = await anns.next('error');
    assertWrong(event, `${what} without acknowledgement`, said);
    assert.equal(said.event, event);
  }
  const { message } = await anns.must('send-message', { chatId, content: 'still here' });
  assert.equal(message.seq, 1, 'nothing was stored before');
  await bens.next('new-message');
}

for (const event of EVENTS) {
  scenario(`${event} refuses invalid payloads`, (world) => refusesEverything(world, event, ALWAYS_WRONG));
}

scenario(
  'refresh-token refuses invalid payloads',
  async (world) => {
    const device = await world.client().on(0);
    for (const [what, payload] of Object.entries(ALWAYS_WRONG)) {
      const error = await device.refusal('refresh-token', ...payload);
      assert.ok(['invalid_payload', 'token_invalid'].includes(error.code), `${what}: ${JSON.stringify(error)}`);
    }
    await device.must('get-online-status', 'anyone');
  },
  { skip: withoutTokens },
);

scenario('send-message refuses invalid content, types and media', async (world) => {
  const { chatId, anns } = await world.conversation();
  const wrong = {
    'no content and no media': {},
    'blank content': { content: ' \n\t ' },
    'content of a wrong type': { content: { $ne: null } },
    'content null': { content: null },
    'a list as content': { content: ['a'] },
    'an unknown type': { content: 'x', messageType: 'hologram' },
    'a number as type': { content: 'x', messageType: 3 },
    'media that is no list': { content: 'x', media: 7 },
    'media of numbers': { content: 'x', media: [7] },
    'media without an address': { content: 'x', media: [{ type: 'image/png' }] },
    'media with an operator': { content: 'x', media: [{ url: { $gt: '' } }] },
    'media with a negative size': { content: 'x', media: [{ url: 'https://cdn.example/a', size: -1 }] },
    'a clientMessageId of a wrong type': { content: 'x', clientMessageId: { $gt: '' } },
    'a clientMessageId of 5,000 characters': { content: 'x', clientMessageId: LONG_TEXT },
  };
  for (const [what, part] of Object.entries(wrong)) {
    const error = await anns.refusal('send-message', { chatId, ...part });
    assert.equal(error.code, 'invalid_payload', `${what}: ${JSON.stringify(error)}`);
  }
  const { lastSeq } = await anns.must('join-chat', chatId);
  assert.equal(lastSeq, 0);
});

scenario('5,000 characters are too long, and 4,000 are not', async (world) => {
  const { chatId, anns } = await world.conversation();
  assertRefused(await anns.refusal('send-message', { chatId, content: LONG_TEXT }), 'message_too_long');
  assertRefused(await anns.refusal('send-message', { chatId, content: 'x'.repeat(4_001) }), 'message_too_long');
  const { message } = await anns.must('send-message', { chatId, content: '🦜'.repeat(4_000) });
  assert.equal([...message.content].length, 4_000, 'code points are counted, not UTF-16 units');
  await anns.must('send-message', { chatId, content: ` ${'x'.repeat(4_000)} ` });
});

scenario('an unpaired surrogate is refused in every text field, and nothing is stored', async (world) => {
  const { chatId, anns } = await world.conversation();
  const half = '\ud83d';
  for (const [event, payload] of [
    ['send-message', { chatId, content: `x${half}` }],
    ['send-message', { chatId, content: 'x', clientMessageId: `k${half}` }],
    ['send-message', { chatId, content: 'x', media: [{ url: 'https://cdn.example/a', name: half }] }],
    ['join-chat', `${chatId}${half}`],
    ['get-online-status', ['ben', half]],
    ['user-join', half],
  ]) {
    assertRefused(await anns.refusal(event, payload), 'invalid_payload');
  }
  for (const body of [
    { sender: 'ann', content: `x${half}` },
    { sender: 'ann', content: 'x', clientMessageId: half },
  ]) {
    const { status, body: problem } = await world.rest('POST', `/api/chats/${chatId}/messages`, body);
    assert.deepEqual([status, problem.code], [400, 'invalid_payload']);
  }
  assert.equal((await anns.must('join-chat', chatId)).lastSeq, 0);
});

scenario('data that cannot be stored is refused', async (world) => {
  const ann = world.client();
  for (const data of ['{"a\\u0000b":1}', '{"n":1e400}', '{"t":"\\ud83d"}', `${'{"a":'.repeat(95)}1${'}'.repeat(95)}`]) {
    const notification = `{"userId":"${ann.id}","type":"t","title":"x","body":"b","data":${data}}`;
    const { status, body } = await world.rest('POST', '/api/notifications', notification);
    assert.deepEqual([status, body.code], [400, 'invalid_payload'], data);
  }
});

scenario('join-chat refuses invalid sequence numbers and limits', async (world) => {
  const { chatId, anns } = await world.conversation();
  for (const part of [
    { afterSeq: -1 },
    { afterSeq: 'one' },
    { afterSeq: 1.5 },
    { afterSeq: {} },
    { limit: 'all' },
    { limit: -1 },
  ]) {
    assertRefused(await anns.refusal('join-chat', { chatId, ...part }), 'invalid_payload');
  }
});

scenario('mark-messages-read refuses an invalid sequence number', async (world) => {
  const { chatId, anns } = await world.conversation();
  for (const upToSeq of [-1, 'two', 1.5, {}, []]) {
    assertRefused(await anns.refusal('mark-messages-read', { chatId, upToSeq }), 'invalid_payload');
  }
});

scenario('set-online-status refuses anything but true and false', async (world) => {
  const ann = world.client();
  const device = await ann.on(0);
  for (const isOnline of [undefined, null, 'false', 0, {}]) {
    assertRefused(await device.refusal('set-online-status', { userId: ann.id, isOnline }), 'invalid_payload');
  }
  assert.equal((await device.must('get-online-status', ann.id)).isOnline, true);
});

scenario('set-online-status is rate limited, and the refusal says when to retry', async (world) => {
  const ann = world.client();
  const device = await ann.on(0);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) => device.ask('set-online-status', { userId: ann.id, isOnline: n % 2 === 1 })),
  );
  const refused = answers.filter(({ ok }) => !ok);
  assert.ok(refused.length >= 30, `${refused.length} of 60 were refused`);
  for (const { error } of refused) {
    assertRefused(error, 'rate_limited');
    assert.ok(error.retryAfterMs > 0);
  }
});

scenario('get-online-status accepts 100 users, and refuses 101 users or an invalid one', async (world) => {
  const device = await world.client().on(0);
  const { users } = await device.must('get-online-status', HUGE_LIST.slice(0, 100));
  assert.equal(users.length, 100);
  for (const wrong of [HUGE_LIST.slice(0, 101), ['a', null], ['a', { $gt: '' }], ['a', 7]]) {
    assertRefused(await device.refusal('get-online-status', wrong), 'invalid_payload');
  }
});

scenario('an unknown event is refused, and other clients are unaffected', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  for (const [event, ...args] of [['drop-database', { $where: '1' }], ['__proto__', 1], ['toString'], ['new-message', {}]]) {
    const error = await anns.refusal(event, ...args);
    assertRefused(error, 'invalid_payload');
    assert.match(error.message, new RegExp(`unknown event "${event}"`));
    anns.tell(event, ...args);
    const said = await anns.next('error');
    assertRefused(said, 'invalid_payload');
    assert.equal(said.event, event);
  }
  await anns.must('send-message', { chatId, content: 'after' });
  await bens.next('new-message');
});

scenario('extra fields and extra arguments are ignored', async (world) => {
  const { chatId, anns } = await world.conversation();
  const { message } = await anns.must(
    'send-message',
    { chatId, content: 'x', _id: 'mine', seq: 99, sender: 'ben' },
    'more',
  );
  assert.equal(message.seq, 1);
  assert.notEqual(message._id, 'mine');
});

scenario('text is stored unchanged, beyond the Basic Multilingual Plane too', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  const content = 'Zwölf 鸚鵡 🦜👩‍👩‍👧 <b>"quoted"</b> \\ \u0001 $gt \u2028 end';
  await anns.must('send-message', { chatId, content });
  assert.equal((await bens.next('new-message')).content, content);
});
