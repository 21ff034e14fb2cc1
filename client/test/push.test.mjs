// Push subscriptions and preferences against a real gateway; the browser's own push API is played.
import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { disablePush, enablePush, reminderPreferences, setReminderPreferences } from 'parley-client/push';
import { eventually } from '../../gateway/src/test/js/support/waiting.mjs';
import { clientScenario } from './applications.mjs';

/** A browser that has been subscribed with another key before, and whose worker takes a moment to become active. */
class Browser {
  permission = 'granted';
  subscriptions = [];
  #worker = new EventTarget();
  #endpoint = `http://127.0.0.1:9/${randomBytes(8).toString('hex')}`;

  constructor() {
    this.#define('Notification', { requestPermission: async () => this.permission });
    this.#define('localStorage', {});
    this.#define('navigator', { serviceWorker: { register: async () => this.#installing(), getRegistration: async () => this.registration } });
    this.registration = { active: undefined, pushManager: { subscribe: (options) => this.#subscribe(options), getSubscription: async () => this.#last() } };
    this.#add('an earlier key');
  }

  #define(name, value) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }

  #installing() {
    this.registration.installing = this.#worker;
    setTimeout(() => {
      this.registration.active = this.#worker;
      this.#worker.dispatchEvent(new Event('statechange'));
    }, 20);
    return this.registration;
  }

  #last() {
    return this.subscriptions.at(-1) ?? null;
  }

  #add(key) {
    const point = createECDH('prime256v1').generateKeys('base64url');
    const keys = { p256dh: point, auth: randomBytes(16).toString('base64url') };
    const subscription = { endpoint: this.#endpoint, expirationTime: null, keys };
    const unsubscribe = async () => this.subscriptions.splice(this.subscriptions.indexOf(subscription), 1);
    Object.defineProperties(subscription, { key: { value: key }, unsubscribe: { value: unsubscribe } });
    this.subscriptions.push(subscription);
    return subscription;
  }

  async #subscribe({ userVisibleOnly, applicationServerKey }) {
    assert.ok(userVisibleOnly && this.registration.active, 'no active worker');
    const current = this.#last();
    if (current && current.key !== applicationServerKey) throw new DOMException('another key', 'InvalidStateError');
    return current ?? this.#add(applicationServerKey);
  }
}

clientScenario('a browser is subscribed to reminders once, and no longer when the user signs out', async (world, open) => {
  const browser = new Browser();
  const ann = world.client();
  const client = open(ann);
  assert.equal(await enablePush(client), true);
  const [{ key }] = browser.subscriptions;
  assert.match(key, /^[\w-]{87}$/, 'the key of the gateway');
  assert.equal(await enablePush(client), true);
  assert.equal(browser.subscriptions.length, 1);

  await disablePush(client);
  assert.deepEqual(browser.subscriptions, []);
  await disablePush(client);
});

clientScenario('a browser whose user refuses is not subscribed', async (world, open) => {
  const browser = new Browser();
  browser.permission = 'denied';
  const before = [...browser.subscriptions];
  assert.equal(await enablePush(open(world.client())), false);
  assert.deepEqual(browser.subscriptions, before);
});

clientScenario('a subscription that the gateway refuses fails with its code', async (world, open) => {
  new Browser();
  await assert.rejects(enablePush(open(world.client()), { device: 'x'.repeat(129) }), { code: 'invalid_payload' });
});

clientScenario('preferences are read and replaced', async (world, open) => {
  const client = open(world.client());
  assert.notEqual((await reminderPreferences(client)).channels?.email, false);
  const quietHours = { from: '22:00', to: '07:30', timeZone: 'Europe/Berlin' };
  await setReminderPreferences(client, { channels: { email: false }, quietHours });
  await eventually('they are kept', async () => (await reminderPreferences(client)).channels?.email === false);
  assert.deepEqual((await reminderPreferences(client)).quietHours, quietHours);
  await assert.rejects(setReminderPreferences(client, { channels: { pigeon: true } }), { code: 'invalid_payload' });
});
