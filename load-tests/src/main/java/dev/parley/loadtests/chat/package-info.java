/** Benchmarks of chats: the path of a message, a fresh start, connect storms, idle sockets. Each checks that nothing was lost. */
package dev.parley.loadtests.chat;
