/**
 * The presence registry in Redis 7: keys, Lua scripts and the fence that keeps late copies of a script from doing harm. The only
 * package of the module that knows Redis. Each step is one script on the keys of one shard.
 */
package dev.parley.presence.redis;
