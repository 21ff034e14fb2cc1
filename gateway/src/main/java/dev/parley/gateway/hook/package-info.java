/** The rule {@code hook}: asks a server of the business about each message before it is stored. */
package dev.parley.gateway.hook;
