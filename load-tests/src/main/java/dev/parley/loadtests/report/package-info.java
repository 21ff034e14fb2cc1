/** Results: tables, JSON files, bar charts, and the description of the machine. */
package dev.parley.loadtests.report;
