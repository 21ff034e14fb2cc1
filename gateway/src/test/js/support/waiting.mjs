/** Timeout for what should happen immediately. */
export const PATIENCE_MS = 15_000;

/** Polls until the question returns a truthy value, and completes with it. */
export async function eventually(what, question, within = PATIENCE_MS) {
  const deadline = Date.now() + within;
  for (;;) {
    let last;
    try {
      const answer = await question();
      if (answer) return answer;
      last = JSON.stringify(answer);
    } catch (error) {
      last = error.message;
    }
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what} (last: ${last})`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
