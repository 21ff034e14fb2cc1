/**
 * Which users are online in the whole cluster: the port to the registry that all nodes share, and this node's part in it. Knows no
 * technology. Nothing here blocks; every change is returned or handed over once, with a version that grows per user.
 */
package dev.parley.presence;
