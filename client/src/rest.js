import { ParleyError } from './error.js';

const WITHIN_MS = 10_000;

/**
 * Sends a REST request; completes with the JSON of the answer, or fails with a `ParleyError`.
 * @param {string} url of the REST API, such as `https://chat.example`
 * @param {string | undefined} token
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function rest(url, token, method, path, body) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer;
  let text;
  try {
    answer = await fetch(url.replace(/\/$/, '') + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    text = await answer.text();
  } catch (failure) {
    const late = /** @type {Error} */ (failure).name === 'TimeoutError';
    throw new ParleyError({ code: late ? 'timeout' : 'disconnected', message: `${method} ${path}: ${failure}` });
  }
  const json = parsed(text);
  if (answer.ok) return json;
  throw new ParleyError({
    ...json,
    code: json?.code ?? (answer.status >= 500 ? 'unavailable' : 'internal'),
    message: json?.detail ?? json?.title ?? `${method} ${path}: HTTP ${answer.status}`,
    status: answer.status,
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
