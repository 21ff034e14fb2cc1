// The demo page in Chromium: a node of its process is killed with the button of the page, and started again.
import assert from 'node:assert/strict';
import { node } from '../../gateway/src/test/js/support/stage.mjs';
import { scenario } from '../../gateway/src/test/js/support/world.mjs';
import { openBrowser, withoutBrowser } from './browser.mjs';

const SIDES = ['left', 'right'];
const texts = (side) => `[...${side}.view.querySelectorAll('.messages bdi')].map(({ textContent }) => textContent)`;
const second = `document.querySelector('.nodes li:nth-child(2)')`;
const button = `${second}.querySelector('button')`;

scenario(
  'a node is killed with the button of the demo page, and nothing is lost',
  async () => {
    const browser = await openBrowser(`${node(1).http}/`);
    const sent = [];
    const say = (side, text) => {
      sent.push(text);
      return browser.evaluate(`(${side}.text.value = '${text}', ${side}.$('.send').click(), true)`);
    };
    try {
      await browser.waitUntil('window.left?.chat?.state.isLive === true && right.chat?.state.isLive === true');
      const earlier = await browser.evaluate('left.chat.id');
      await browser.evaluate('(left.startDeal(), true)');
      await browser.waitUntil(`left.chat.id !== '${earlier}' && right.chat.id === left.chat.id && left.chat.state.isLive && right.chat.state.isLive`);
      await browser.waitUntil(`right.nodeName === 'node 2' && left.$('.seen').textContent === 'online'`);
      await browser.evaluate(`(window.announced = [], new MutationObserver(() => announced.push(document.querySelector('.nodes p').textContent))
        .observe(document.querySelector('.nodes p'), { childList: true }),
        window.seen = [], new MutationObserver(() => seen.push(left.$('.seen').textContent))
        .observe(left.$('.seen'), { childList: true, characterData: true, subtree: true }), true)`);
      await say('left', 'before');
      await browser.waitUntil(`${texts('right')}.includes('before')`);

      await browser.evaluate(`(${button}.focus(), ${button}.click(), true)`);
      await browser.waitUntil(`${second}.dataset.state === 'killed'`);
      await say('left', 'while the node is dead');
      await say('right', 'and from its user');
      await browser.waitUntil(`right.client.state.status === 'online' && right.nodeName === 'node 1'`);
      for (const side of SIDES) await browser.waitUntil(`${texts(side)}.length === ${sent.length}`);
      for (const side of SIDES) assert.deepEqual((await browser.evaluate(texts(side))).sort(), [...sent].sort());
      await browser.waitUntil(`right.form.node.options[1].disabled`);
      assert.equal(await browser.evaluate(`document.activeElement === ${button}`), true);
      assert.deepEqual(await browser.evaluate('seen'), []);

      await browser.evaluate(`(document.querySelector('.nodes li button').click(), true)`);
      await browser.waitUntil(`document.querySelector('.nodes p').textContent.includes('last node')`);
      await browser.evaluate(`(${button}.click(), true)`);
      await browser.waitUntil(`${second}.dataset.state === 'running'`);
      await browser.evaluate(`(right.form.node.selectedIndex = 1, right.form.node.dispatchEvent(new Event('change')), true)`);
      await browser.waitUntil(`right.client.state.status === 'online' && right.nodeName === 'node 2'`);
      await say('right', 'back again');
      for (const side of SIDES) await browser.waitUntil(`${texts(side)}.includes('back again')`);
      const announced = await browser.evaluate('announced');
      for (const word of ['killed', 'starting', 'running']) {
        assert.equal(announced.filter((text) => text.startsWith('node 2 is') && text.includes(` ${word}`)).length, 1, word);
      }
      const wire = await browser.evaluate(`[...document.querySelectorAll('.wire li[data-role=node] b')].map(({ textContent }) => textContent)`);
      assert.deepEqual(wire, ['running', 'start', 'kill']);
    } finally {
      await browser.close();
    }
  },
  { skip: withoutBrowser, timeout: 120_000 },
);
