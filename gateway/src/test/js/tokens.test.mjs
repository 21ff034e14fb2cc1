// Tokens on connection, expired tokens and refreshed tokens. For a stage that takes tokens.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { assertPart, assertRefused, assertTime } from './support/shapes.mjs';
import { expiresIn, hs256, token, unsigned } from './support/tokens.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario, transports } from './support/world.mjs';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rs256 = (signed) => sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
const somebody = { sub: '64b000000000000000000abc', role: 'client' };
const header = (alg, more = {}) => ({ alg, typ: 'JWT', ...more });

const REFUSED = {
  'no auth at all': [undefined, 'token_missing'],
  'auth without a token': [{}, 'token_missing'],
  'a token that is null': [{ token: null }, 'token_missing'],
  'an empty token': [{ token: '' }, 'token_missing'],
  'a token that is an object': [{ token: { $gt: '' } }, 'token_invalid'],
  'a token that is a list': [{ token: ['a', 'b'] }, 'token_invalid'],
  garbage: [{ token: 'not.a.token' }, 'token_invalid'],
  'garbage with brackets and question marks': [{ token: 'a[b]{?c=d&e,"f' }, 'token_invalid'],
  '100,000 characters': [{ token: 'a'.repeat(100_000) }, 'token_invalid'],
  'alg none': [{ token: token(somebody, { header: header('none'), sign: unsigned }) }, 'token_invalid'],
  'alg None with a signature': [{ token: token(somebody, { header: header('None') }) }, 'token_invalid'],
  'a good token without its signature': [{ token: token(somebody, { sign: unsigned }) }, 'token_invalid'],
  'another secret': [{ token: token(somebody, { secret: 'another-secret-of-thirty-two-bytes!!' }) }, 'token_invalid'],
  'an empty secret': [{ token: token(somebody, { secret: '' }) }, 'token_invalid'],
  'RS256 with a key of its own': [
    { token: token(somebody, { header: header('RS256'), sign: rs256 }) },
    'token_invalid',
  ],
  'HS256 signed with a public key': [
    { token: token(somebody, { secret: publicKey.export({ type: 'spki', format: 'pem' }) }) },
    'token_invalid',
  ],
  'a key inside the header': [
    { token: token(somebody, { header: header('RS256', { jwk: publicKey.export({ format: 'jwk' }) }), sign: rs256 }) },
    'token_invalid',
  ],
  'HS512 under the same secret and an HS256 signature': [
    { token: token(somebody, { header: header('HS512'), sign: hs256 }) },
    'token_invalid',
  ],
  'another issuer': [{ token: token({ ...somebody, iss: 'somebody-else' }) }, 'token_invalid'],
  'another audience': [{ token: token({ ...somebody, aud: 'another-service' }) }, 'token_invalid'],
  'no subject': [{ token: token({ role: 'client' }) }, 'token_invalid'],
  'a subject that is an object': [{ token: token({ sub: { $gt: '' } }) }, 'token_invalid'],
  'an unknown role': [{ token: token({ ...somebody, role: 'emperor' }) }, 'token_invalid'],
  'not valid yet': [{ token: token({ ...somebody, nbf: Math.floor(Date.now() / 1000) + 3600 }) }, 'token_invalid'],
  expired: [{ token: token({ ...somebody, ...expiresIn(-3600) }) }, 'token_expired'],
};

for (const [transport, options] of Object.entries({ websocket: transports.websocket, polling: transports.polling })) {
  for (const [what, [auth, code]] of Object.entries(REFUSED)) {
    scenario(`${transport}: CONNECT is refused: ${what}`, async (world) => {
      const device = world.device(0, { ...options, auth });
      const error = await device.next('connect_error');
      assert.equal(error.message, 'unauthorized');
      assert.equal(error.data?.code, code, JSON.stringify(error.data));
      assert.equal(device.socket.connected, false);
    });
  }
}

scenario('a refused client receives nothing and can do nothing', async (world) => {
  const { ann, ben, chatId } = await world.conversation();
  const intruder = world.device(0, { auth: undefined });
  await intruder.next('connect_error');
  // The Engine.IO session is still open. These are packets that only a connected client may send.
  const engine = intruder.socket.io.engine;
  engine.write(`2["user-join","${ann.id}"]`);
  engine.write(`21["join-chat","${chatId}"]`);
  engine.write(`2["send-message",{"chatId":"${chatId}","content":"forged"}]`);

  const bens = await ben.on(0);
  await bens.must('join-chat', chatId);
  const { message } = await bens.must('send-message', { chatId, content: 'real' }).catch(async () => {
    const anns = await ann.on(1);
    return anns.must('send-message', { chatId, content: 'real' });
  });
  assert.equal(message.seq, 1, 'the forged message was not stored');
  await bens.next('new-message', ({ content }) => content === 'real');
  assert.deepEqual(intruder.all('new-message'), []);
  assert.deepEqual(intruder.all('user-status-changed'), []);
});

scenario('a token identifies the user before user-join, which cannot name another', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  const device = await ann.connect();
  assert.equal((await device.must('get-unread-count', ann.id)).count, 0);
  assertRefused(await device.refusal('user-join', ben.id), 'identity_mismatch');
  assert.equal((await device.must('user-join', ann.id)).userId, ann.id);
});

scenario('when a token expires the client is told, then disconnected', async (world) => {
  const ann = world.client();
  ann.token = token({ sub: ann.id, role: 'client', ...expiresIn(3) });
  const device = await ann.on(0);
  assertPart(await device.next('error'), { code: 'token_expired' });
  assert.equal(await device.next('disconnect'), 'io server disconnect');
  const watcher = await world.provider().on(1);
  await eventually('offline', async () => !(await watcher.must('get-online-status', ann.id)).isOnline);
});

scenario('a socket that refreshes its token stays connected', async (world) => {
  const ann = world.client();
  ann.token = token({ sub: ann.id, role: 'client', ...expiresIn(3) });
  const [device, careless] = [await ann.on(0), await ann.on(0)];
  await device.must('refresh-token', { token: token({ sub: ann.id, role: 'client', ...expiresIn(600) }) });
  await careless.next('disconnect');
  assert.equal(device.socket.connected, true);
  await device.must('get-unread-count', ann.id);
});

for (const [transport, options] of Object.entries(transports)) {
  scenario(
    `${transport}: refresh-token accepts a new token of the same user`,
    async (world) => {
      const ann = world.client();
      const device = await ann.on(0);
      const answer = await device.must('refresh-token', { token: token({ sub: ann.id, ...expiresIn(7200) }) });
      assertTime(answer.expiresAt, 'expiresAt');
      assert.ok(Date.parse(answer.expiresAt) > Date.now() + 3_700_000);
    },
    { options },
  );
}

scenario('refresh-token refuses another subject and an invalid token', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  const device = await ann.on(0);
  assertRefused(await device.refusal('refresh-token', { token: ben.token }), 'identity_mismatch');
  const expired = token({ sub: ann.id, ...expiresIn(-3600) });
  assertRefused(await device.refusal('refresh-token', { token: expired }), 'token_expired');
  const forged = token({ sub: ann.id }, { secret: 'another-secret-of-thirty-two-bytes!!' });
  assertRefused(await device.refusal('refresh-token', { token: forged }), 'token_invalid');
  await device.must('get-unread-count', ann.id);
});

scenario('REST accepts and refuses the same tokens', async (world) => {
  const ann = world.client();
  const ask = (authorization) =>
    world.rest('GET', `/api/notifications?userId=${ann.id}`, undefined, {
      as: null,
      headers: authorization ? { authorization } : {},
    });
  assert.equal((await ask(`Bearer ${ann.token}`)).status, 200);
  const refused = {
    token_missing: [undefined],
    token_invalid: [
      'Bearer rubbish',
      'Basic YTpi',
      `Bearer ${token({ sub: ann.id }, { header: header('none'), sign: unsigned })}`,
    ],
    token_expired: [`Bearer ${token({ sub: ann.id, ...expiresIn(-3600) })}`],
  };
  for (const [code, headers] of Object.entries(refused)) {
    for (const value of headers) {
      const { status, type, body } = await ask(value);
      assert.equal(status, 401, `${value}: ${status}`);
      assert.match(type, /application\/problem\+json/);
      assert.equal(body.code, code, value);
    }
  }
});
