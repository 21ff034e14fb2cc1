// Rules that are off by default: the rules file of this stage enforces every rule, and it tells only a user's
// contacts when the user goes online or offline. With the rules of strict-rules.yaml.
import assert from 'node:assert/strict';
import { assertRefused } from './support/shapes.mjs';
import { scenario } from './support/world.mjs';

const refusedBy = (error, code, rule) => {
  assertRefused(error, code);
  assert.equal(error.rule, rule, JSON.stringify(error));
};

scenario('before the booking a fourth message without a reply is refused', async (world) => {
  const { chatId, anns, bens } = await world.conversation();
  for (const content of ['one', 'two', 'three']) await anns.must('send-message', { chatId, content });
  refusedBy(await anns.refusal('send-message', { chatId, content: 'four' }), 'awaiting_reply', 'unanswered');
  const allowance = await anns.must('get-send-allowance', { chatId });
  assert.equal(allowance.canSend, false);
  assert.equal(allowance.rule, 'unanswered');
  await bens.must('send-message', { chatId, content: 'patience' });
  for (const content of ['one', 'two', 'three']) await anns.must('send-message', { chatId, content });
  await world.mustRest('PATCH', `/api/chats/${chatId}`, { stage: 'booked' });
  await anns.must('send-message', { chatId, content: 'booked, so four is fine' });
});

scenario('conversations started per day are limited across nodes', async (world) => {
  const ann = world.client();
  const devices = [await ann.on(0), await ann.on(1)];
  for (const device of devices) {
    await device.must('send-message', { chatId: await world.chat(ann, world.provider()), content: 'Hello' });
  }
  const third = { chatId: await world.chat(ann, world.provider()), content: 'Hello' };
  refusedBy(await devices[0].refusal('send-message', third), 'new_conversation_limit', 'new-conversations');
});

scenario('contact details are not delivered before the booking', async (world) => {
  const { chatId, anns } = await world.conversation();
  for (const content of ['write to ann@example.org', 'call +49 170 1234567', 'see https://example.org/ann']) {
    refusedBy(await anns.refusal('send-message', { chatId, content }), 'contact_details_blocked', 'contact-details');
  }
  await anns.must('send-message', { chatId, content: 'room 12 for 2 people, 3 nights' });
  await world.mustRest('PATCH', `/api/chats/${chatId}`, { stage: 'booked' });
  await anns.must('send-message', { chatId, content: 'now call +49 170 1234567' });
});

scenario('attachments are of an allowed type, host, size and number', async (world) => {
  const { chatId, anns } = await world.conversation();
  const url = 'https://cdn.example/a.png';
  const notAllowed = [
    [{ url: 'https://elsewhere.example/a.png' }],
    [{ url: 'javascript:alert(1)' }],
    [{ url: 'https://cdn.example.evil.example/a' }],
    [{ url, type: 'application/x-msdownload' }],
    Array.from({ length: 3 }, () => ({ url })),
  ];
  for (const media of notAllowed) {
    refusedBy(await anns.refusal('send-message', { chatId, media }), 'attachment_not_allowed', 'attachments');
  }
  const large = [{ url, type: 'image/png', size: 1_001 }];
  refusedBy(await anns.refusal('send-message', { chatId, media: large }), 'attachment_too_large', 'attachments');
  await anns.must('send-message', { chatId, media: [{ url, type: 'image/png', size: 1_000 }] });
});

scenario('only contacts see a user go online or offline', async (world) => {
  const [ann, ben] = [world.client(), world.provider()];
  await world.chat(ann, ben);
  const [bens, stranger] = [await ben.on(1), await world.provider().on(1)];
  const anns = await ann.on(0);
  const ofAnn = ({ userId }) => userId === ann.id;
  await bens.next('user-status-changed', (change) => ofAnn(change) && change.isOnline);
  anns.close();
  await bens.next('user-status-changed', (change) => ofAnn(change) && !change.isOnline);
  assert.deepEqual(stranger.all('user-status-changed', ofAnn), []);
});
