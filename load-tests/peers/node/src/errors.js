/** A refusal that the client is told; anything else that is thrown becomes `internal`. */
export class Rejection extends Error {
  constructor(code, details = {}) {
    super(details.message ?? code.replaceAll('_', ' '));
    this.code = code;
    this.details = details;
  }
}

export function publicError(error) {
  if (error instanceof Rejection) return { code: error.code, ...error.details, message: error.message };
  if (error.name?.startsWith('Mongo')) return { code: 'unavailable', message: 'a store is away' };
  console.error(error);
  return { code: 'internal', message: 'internal error' };
}
