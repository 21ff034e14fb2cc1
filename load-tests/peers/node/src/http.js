import { createServer } from 'node:http';
import { publicError } from './errors.js';

const STATUS = { invalid_payload: 422, chat_not_found: 404, forbidden: 403, rate_limited: 429, unavailable: 503, internal: 500 };

/** Serves JSON. @param routes [method, path pattern, handler of (path parameters, body) that answers [status, body]] */
export function jsonServer(routes) {
  async function answer(request) {
    const { pathname } = new URL(request.url, 'http://localhost');
    for (const [method, path, handle] of routes) {
      const match = request.method === method && path.exec(pathname);
      if (match) return handle(match.slice(1).map(decodeURIComponent), await jsonBody(request));
    }
    return [404, { code: 'not_found' }];
  }

  return createServer(async (request, response) => {
    const [status, body] = await answer(request).catch((e) => {
      const error = publicError(e);
      return [STATUS[error.code] ?? 409, error];
    });
    response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
  });
}

async function jsonBody(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}
