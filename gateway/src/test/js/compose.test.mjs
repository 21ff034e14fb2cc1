// The stack of docker-compose.yml as deploy/compose-test brings it up, in three consecutive parts.
import assert from 'node:assert/strict';
import { stage } from './support/stage.mjs';
import { eventually } from './support/waiting.mjs';
import { scenario } from './support/world.mjs';

const REMEMBERED = 'remember this';
const BOTH = [`a${'0'.repeat(22)}1`, `b${'0'.repeat(22)}2`];
const only = (part) => ({ skip: stage.part === part ? false : `not part of ${stage.part}`, timeout: 120_000 });

async function asked(query) {
  const answer = await fetch(`${stage.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = await answer.json();
  return Number(data.result[0]?.value[1]);
}

async function sides(world) {
  const [ann, ben] = [world.client(BOTH[0]), world.provider(BOTH[1])];
  return { ann, ben, chatId: await world.chat(ann, ben) };
}

scenario(
  'Ann and Ben talk, one on each gateway, and Prometheus sees both gateways',
  async (world) => {
    const { ann, ben, chatId } = await sides(world);
    const [anns, bens] = [await ann.on(0), await ben.on(0)];
    await Promise.all([anns.must('join-chat', chatId), bens.must('join-chat', chatId)]);
    await eventually(
      'each gateway has one of them',
      async () => {
        const { nodes } = await world.mustRest('GET', '/api/cluster');
        return nodes.filter(({ connections }) => connections > 0).length === 2;
      },
      30_000,
    );
    await anns.must('send-message', { chatId, content: REMEMBERED });
    await bens.next('new-message', ({ content }) => content === REMEMBERED);
    await eventually('both are scraped', async () => (await asked('sum(up{job="parley"})')) === 2, 60_000);
    await eventually('their connections are seen', async () => (await asked('count(count by (instance) (parley_connections))')) === 2, 60_000);
  },
  only('talks'),
);

scenario(
  'with one gateway stopped clients use the other',
  async (world) => {
    const { ann, chatId } = await sides(world);
    const device = await eventually('a connection', () => ann.on(0, { timeout: 2_000 }), 30_000);
    await device.must('send-message', { chatId, content: 'one is enough' });
  },
  only('survives'),
);

scenario(
  'messages are still stored after the stack was stopped and started again',
  async (world) => {
    const { ann, chatId } = await sides(world);
    const device = await ann.on(0);
    const { messages } = await device.must('join-chat', { chatId, afterSeq: 0 });
    assert.deepEqual(messages.map(({ content }) => content), [REMEMBERED, 'one is enough', REMEMBERED]);
    assert.deepEqual(messages.map(({ seq }) => seq), [1, 2, 3]);
  },
  only('remembers'),
);
