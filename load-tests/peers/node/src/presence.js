/**
 * Who is online, counted in Redis per user and node. A node's counts hold as long as its lease; any node that finds an
 * expired lease takes that node's users offline.
 */
const LEASE_MS = 6000;
const RENEW_MS = 2000;
const NODES = 'peer:presence:nodes';
const userKey = (userId) => `peer:presence:user:${userId}`;
const membersKey = (nodeId) => `peer:presence:node:${nodeId}`;

export class Presence {
  #redis;
  #nodeId;
  #graceMs;
  #onChange;
  #isElsewhere;
  #sockets = new Map();
  #leaving = new Map();
  #timer;

  /**
   * @param onChange called with { userId, isOnline, lastActive, version } by the node that made the transition
   * @param isElsewhere asks whether a user who has no connection here has one to another system
   */
  constructor(redis, { nodeId, graceMs, onChange, isElsewhere }) {
    this.#redis = redis;
    this.#nodeId = nodeId;
    this.#graceMs = graceMs;
    this.#onChange = onChange;
    this.#isElsewhere = isElsewhere;
  }

  async start() {
    await this.#renew();
    this.#timer = setInterval(() => this.#tick().catch((e) => console.error('presence', e.message)), RENEW_MS);
  }

  async connected(userId) {
    const count = (this.#sockets.get(userId) ?? 0) + 1;
    this.#sockets.set(userId, count);
    clearTimeout(this.#leaving.get(userId));
    this.#leaving.delete(userId);
    if (count === 1) await this.#set(userId, true);
  }

  disconnected(userId) {
    const count = (this.#sockets.get(userId) ?? 1) - 1;
    if (count > 0) return this.#sockets.set(userId, count);
    this.#sockets.delete(userId);
    this.#leaving.set(userId, setTimeout(() => this.#left(userId), this.#graceMs));
  }

  #left(userId) {
    this.#leaving.delete(userId);
    this.#set(userId, false).catch((e) => console.error('presence', e.message));
  }

  /** Shows a user as offline, until set visible again or the last connection closes. */
  async setVisible(userId, visible) {
    const now = Date.now();
    const before = await this.state(userId);
    await this.#redis.hSet(userKey(userId), { hidden: visible ? '0' : '1', lastActive: now });
    const after = await this.state(userId);
    if (before.isOnline !== after.isOnline) await this.#announce(userId, after);
  }

  async #set(userId, here) {
    const now = Date.now();
    const before = await this.state(userId);
    const change = this.#redis.multi();
    if (here) change.hSet(userKey(userId), { [`node:${this.#nodeId}`]: '1', lastActive: now }).sAdd(membersKey(this.#nodeId), userId);
    else change.hDel(userKey(userId), `node:${this.#nodeId}`).hSet(userKey(userId), 'lastActive', now).sRem(membersKey(this.#nodeId), userId);
    await change.exec();
    const after = await this.state(userId);
    if (before.isOnline !== after.isOnline) await this.#announce(userId, after);
  }

  async #announce(userId, { isOnline, lastActive }) {
    const version = await this.#redis.hIncrBy(userKey(userId), 'version', 1);
    if (!isOnline) {
      await this.#redis.hDel(userKey(userId), 'hidden');
      if (await this.#isElsewhere(userId)) return;
    }
    this.#onChange({ userId, isOnline, lastActive, version });
  }

  async state(userId) {
    const fields = await this.#redis.hGetAll(userKey(userId));
    const connections = Object.keys(fields).filter((name) => name.startsWith('node:')).length;
    const lastActive = fields.lastActive ? new Date(Number(fields.lastActive)).toISOString() : null;
    return { userId, isOnline: connections > 0 && fields.hidden !== '1', lastActive, connections };
  }

  async stateAnywhere(userId) {
    const here = await this.state(userId);
    return here.isOnline ? here : { ...here, isOnline: await this.#isElsewhere(userId) };
  }

  #renew() {
    return this.#redis.zAdd(NODES, { score: Date.now() + LEASE_MS, value: this.#nodeId });
  }

  async #tick() {
    await this.#renew();
    for (const dead of await this.#redis.zRangeByScore(NODES, 0, Date.now())) {
      if ((await this.#redis.zRem(NODES, dead)) === 1) await this.#bury(dead);
    }
  }

  async #bury(nodeId) {
    for (const userId of await this.#redis.sMembers(membersKey(nodeId))) {
      await this.#redis.hDel(userKey(userId), `node:${nodeId}`);
      const after = await this.state(userId);
      if (!after.isOnline) await this.#announce(userId, after);
    }
    await this.#redis.del(membersKey(nodeId));
  }

  /** A user who connects to another node within the grace period is not announced offline. */
  async stop() {
    clearInterval(this.#timer);
    await new Promise((resume) => setTimeout(resume, this.#sockets.size + this.#leaving.size ? this.#graceMs : 0));
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    await this.#redis.zRem(NODES, this.#nodeId);
    await this.#bury(this.#nodeId);
  }
}
