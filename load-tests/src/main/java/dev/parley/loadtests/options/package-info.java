/** Command-line options and the folder for results. */
package dev.parley.loadtests.options;
