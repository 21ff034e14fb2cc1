/**
 * The server side of the official Socket.IO Admin UI: namespace {@code /admin} with its logins, the events of this node that it shows, and
 * the channel over which the admin namespaces of all servers of the cluster, Node.js ones too, exchange them. Exists with
 * {@code --admin-ui} only.
 */
package dev.parley.gateway.admin;
