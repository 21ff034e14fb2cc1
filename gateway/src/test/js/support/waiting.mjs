/** How long a scenario waits for something that ought to happen at once. */
export const PATIENCE_MS = 15_000;

/** Waits until the question is answered with something true, and completes with that. */
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
