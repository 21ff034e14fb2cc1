// The demo page in Chromium, one person on each node, while one of the nodes is killed.
import assert from 'node:assert/strict';
import { node, operator, withoutControl } from '../../gateway/src/test/js/support/stage.mjs';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';
import { scenario } from '../../gateway/src/test/js/support/world.mjs';
import { openBrowser, withoutBrowser } from './browser.mjs';

const SIDES = ['left', 'right'];
const texts = (side) => `[...${side}.view.querySelectorAll('.messages bdi')].map(({ textContent }) => textContent)`;
const write = (browser, side, text) =>
  browser.evaluate(`(${side}.text.value = '${text}', ${side}.$('.send').click(), true)`);

scenario(
  'on the demo page a node is killed, and nothing is lost',
  async () => {
    const ports = [0, 1].map((index) => new URL(node(index).http).port);
    const browser = await openBrowser(`${node(0).http}/?nodes=${ports}`);
    const sent = [];
    const say = async (side, text) => {
      sent.push(text);
      await write(browser, side, text);
    };
    try {
      await browser.waitUntil('window.left?.chat?.state.isLive === true && right.chat?.state.isLive === true');
      const earlier = await browser.evaluate('left.chat.id');
      await browser.evaluate('(left.startDeal(), true)');
      await browser.waitUntil(`left.chat.id !== '${earlier}' && right.chat.id === left.chat.id`);
      await browser.waitUntil('left.chat.state.isLive && right.chat.state.isLive');
      const [ofAnna, ofBoris] = await browser.evaluate('[left.nodeName, right.nodeName]');
      assert.notEqual(ofAnna, ofBoris);
      await say('left', 'before');
      await browser.waitUntil(`${texts('right')}.includes('before')`);
      await operator.killNode(1);
      await say('left', 'while the node is dead');
      await browser.waitUntil(`right.client.state.status === 'online' && right.nodeName === '${ofAnna}'`);
      await say('right', 'from the other node');
      for (const side of SIDES) await browser.waitUntil(`${texts(side)}.length === ${sent.length}`);
      for (const side of SIDES) assert.deepEqual(await browser.evaluate(texts(side)), sent);
    } finally {
      await browser.close();
      await operator.startNode(1);
      await eventually('node 1 is ready', async () => (await fetch(`${node(1).ops}/health/ready`)).ok, 120_000);
    }
  },
  { skip: withoutBrowser || withoutControl, timeout: 300_000 },
);
