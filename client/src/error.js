/** @import { ErrorCode, WireError } from '../events.js' */

/**
 * Why a request failed: a code of the server, or of the client itself: `timeout`, `disconnected`, `closed`, `no_token`.
 */
export class ParleyError extends Error {
  /** @param {Omit<WireError, 'code'> & { code: ErrorCode | 'timeout' | 'disconnected' | 'closed' | 'no_token', status?: number }} error */
  constructor({ code, message, rule, retryAfterMs, details, status }) {
    super(message);
    this.name = 'ParleyError';
    this.code = code;
    this.rule = rule;
    this.retryAfterMs = retryAfterMs;
    this.details = details;
    /** The HTTP status, of a REST request. */
    this.status = status;
  }
}
