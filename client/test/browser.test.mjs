// The React example in Chromium: two people chat while their nodes are killed and drained.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { build } from 'esbuild';
import { node, operator, withoutControl } from '../../gateway/src/test/js/support/stage.mjs';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';
import { scenario } from '../../gateway/src/test/js/support/world.mjs';
import { urls } from './applications.mjs';
import { openBrowser, withoutBrowser } from './browser.mjs';

const EXAMPLE = new URL('../examples/react-chat.jsx', import.meta.url).pathname;
const PEOPLE = ['ann', 'ben'];

/** A page that mounts the example for each of two people. */
async function pageOf(people) {
  const { outputFiles } = await build({
    entryPoints: [EXAMPLE],
    bundle: true,
    format: 'iife',
    globalName: 'example',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  const mounts = people.map(({ name, token, ...about }) => {
    return `example.mount(document.getElementById('${name}'), { ...${JSON.stringify(about)}, getToken: () => '${token}' });`;
  });
  const places = people.map(({ name }) => `<div id="${name}"></div>`);
  const html = `<!doctype html><title>React</title>${places.join('')}<script src="/example.js"></script><script>${mounts.join('')}</script>`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/example.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? outputFiles[0].text : html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

const shown = (browser, name) =>
  browser.evaluate(`[...document.querySelectorAll('#${name} li bdi')].map(({ textContent }) => textContent)`);
const write = (browser, name, text) =>
  browser.evaluate(`(() => {
    const form = document.querySelector('#${name} form');
    form.elements.text.value = '${text}';
    form.requestSubmit();
    return true;
  })()`);
const isReady = (index) =>
  eventually(`node ${index} is ready`, async () => (await fetch(`${node(index).ops}/health/ready`)).ok, 120_000);
const isLive = (name) => `document.querySelector('#${name} section')?.dataset.status === 'online'`;

test('the React example has at most 40 lines', async () => {
  const lines = (await readFile(EXAMPLE, 'utf8')).trimEnd().split('\n');
  assert.ok(lines.length <= 40, `${lines.length}`);
});

scenario(
  'two people in Chromium see everything once and in order, while their nodes are killed and drained',
  async (world) => {
    const [ann, ben] = [world.client(), world.provider()];
    const chatId = await world.chat(ann, ben);
    const page = await pageOf([
      { name: 'ann', token: ann.token, url: urls(0), chatId, peer: ben.id },
      { name: 'ben', token: ben.token, url: urls(1), chatId, peer: ann.id },
    ]);
    const browser = await openBrowser(page.url);
    const sent = { ann: [], ben: [] };
    const say = async (count) => {
      for (let n = 0; n < count; n += 1) {
        for (const name of PEOPLE) {
          const text = `${name} ${sent[name].length + 1}`;
          sent[name].push(text);
          await write(browser, name, text);
        }
      }
    };
    try {
      for (const name of PEOPLE) await browser.waitUntil(isLive(name));
      await write(browser, 'ann', 'the client writes first');
      await browser.waitUntil(`document.querySelectorAll('#ben li').length === 1`);
      await say(3);
      await operator.killNode(1);
      await say(5);
      await operator.startNode(1);
      await isReady(1);
      const ended = operator.endNode(0);
      await say(5);
      await ended;
      await operator.startNode(0);
      await say(2);
      await isReady(0);

      const total = sent.ann.length + sent.ben.length + 1;
      for (const name of PEOPLE) await browser.waitUntil(`document.querySelectorAll('#${name} li').length === ${total}`);
      await browser.waitUntil(`document.querySelectorAll('#ann .mine small').length === ${sent.ann.length + 1}`);
      const texts = await shown(browser, 'ann');
      assert.deepEqual(await shown(browser, 'ben'), texts);
      for (const name of PEOPLE) assert.deepEqual(texts.filter((text) => text.startsWith(name)), sent[name]);
      await browser.waitUntil(`[...document.querySelectorAll('#ann .mine small')].every(({ textContent }) => textContent === 'read')`);
      await browser.waitUntil(`document.querySelector('#ann h2').textContent.endsWith('online')`);
    } finally {
      await browser.close();
      page.close();
    }
  },
  { skip: withoutBrowser || withoutControl, timeout: 300_000 },
);
