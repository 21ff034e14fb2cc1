import { ObjectId } from 'mongodb';
import { Rejection } from './errors.js';

const HEX24 = /^[0-9a-f]{24}$/i;

/** The stored form: 24 hexadecimal digits become an ObjectId, any other id stays a string. */
export const stored = (id) => (HEX24.test(id) ? new ObjectId(id) : id);

/** The form on the wire. */
export const wired = (id) => (typeof id === 'string' ? id : id.toHexString());

export function requireId(value, name) {
  if (typeof value !== 'string' || value.length === 0 || value.length > 128) {
    throw new Rejection('invalid_payload', { message: `${name} must be an id` });
  }
  return value;
}

/** Events take an id alone or inside an object. */
export const idFrom = (payload, name) => requireId(typeof payload === 'object' ? payload?.[name] : payload, name);
