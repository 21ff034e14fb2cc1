import { createHmac } from 'node:crypto';
import { stage } from './stage.mjs';

const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** A JWT, of which every part can be made invalid. */
export function token(
  claims,
  { secret = stage.secret ?? '', header = { alg: 'HS256', typ: 'JWT' }, sign = hs256 } = {},
) {
  const complete = { exp: inSeconds(3600), iat: inSeconds(0), iss: stage.issuer, aud: stage.audience, ...claims };
  const signed = `${encoded(header)}.${encoded(complete)}`;
  return `${signed}.${sign(signed, secret)}`;
}

export const hs256 = (signed, secret) => createHmac('sha256', secret).update(signed).digest('base64url');
export const unsigned = () => '';
export const expiresIn = (seconds) => ({ exp: inSeconds(seconds) });
