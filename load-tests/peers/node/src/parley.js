/**
 * Asks Parley whether it has a connection of the user, while both serve. Without an address, or when Parley
 * does not answer, the user has none.
 */
export function isOnParley({ url, token }) {
  if (!url) return async () => false;
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  return async (userId) => {
    try {
      const answer = await fetch(`${url}/api/presence/${userId}`, { headers, signal: AbortSignal.timeout(2_000) });
      return answer.ok && (await answer.json()).isOnline;
    } catch (e) {
      console.error('parley', e.message);
      return false;
    }
  };
}
