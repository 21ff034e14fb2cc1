-- Reads a session.
--
-- KEYS[1]  hash: holder (of the socket that may write), session (JSON), saved (microseconds by the clock of Redis)
-- Returns  { holder, session, saved }, each nil when it is not there
return redis.call('HMGET', KEYS[1], 'holder', 'session', 'saved')
