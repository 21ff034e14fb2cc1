import { defineScript } from 'redis';
import { Rejection } from './errors.js';

/** A token bucket shared by the cluster. Returns the milliseconds to wait, 0 when a token was taken. */
export const takeToken = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
local burst, perMs, now = tonumber(ARGV[1]), tonumber(ARGV[2]) / 60000, tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 't', 'a')
local tokens = math.min(burst, (tonumber(kept[1]) or burst) + (now - (tonumber(kept[2]) or now)) * perMs)
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) / perMs) end
redis.call('HSET', KEYS[1], 't', tokens, 'a', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / perMs))
return wait`,
  transformArguments: (key, ...args) => [key, ...args.map(String)],
});

export class RateLimiter {
  #redis;
  #burst;
  #perMinute;

  constructor(redis, { burst, perMinute }) {
    this.#redis = redis;
    this.#burst = burst;
    this.#perMinute = perMinute;
  }

  /** Throws `rate_limited`. Allows the message when Redis is unavailable, because a quota must not stop a conversation. */
  async take(userId) {
    const retryAfterMs = await this.#redis
      .takeToken(`peer:rate:${userId}`, this.#burst, this.#perMinute, Date.now())
      .catch(letPass);
    if (retryAfterMs > 0) throw new Rejection('rate_limited', { rule: 'rate', retryAfterMs });
  }
}

function letPass(error) {
  console.error('rate limiter', error.message);
  return 0;
}
