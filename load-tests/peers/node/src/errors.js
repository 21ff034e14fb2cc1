/** An error that is sent to the client. Any other thrown error is sent as `internal`. */
export class Rejection extends Error {
  constructor(code, details = {}) {
    super(details.message ?? code.replaceAll('_', ' '));
    this.code = code;
    this.details = details;
  }
}

export function publicError(error) {
  if (error instanceof Rejection) return { code: error.code, ...error.details, message: error.message };
  if (error.name?.startsWith('Mongo')) return { code: 'unavailable', message: 'the database is unavailable' };
  console.error(error);
  return { code: 'internal', message: 'internal error' };
}
