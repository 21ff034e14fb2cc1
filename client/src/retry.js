/** @import { ParleyError } from './error.js' */

const FIRST_MS = 500;
const LONGEST_MS = 10_000;
const LONGEST_RATE_MS = 120_000;
const MOST_INTERNAL = 5;

/**
 * Milliseconds after which a failed request is repeated; undefined when the refusal is final.
 * @param {ParleyError} error
 * @param {number} attempt 0 for the first
 */
export function retryDelay({ code, retryAfterMs }, attempt) {
  const backOff = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);
  switch (code) {
    case 'disconnected':
      return 0;
    case 'timeout':
    case 'unavailable':
    case 'not_identified':
    case 'token_expired':
      return backOff;
    case 'internal':
      return attempt < MOST_INTERNAL ? backOff : undefined;
    case 'rate_limited':
      return retryAfterMs === undefined || retryAfterMs <= LONGEST_RATE_MS ? (retryAfterMs ?? backOff) : undefined;
    default:
      return undefined;
  }
}
