/**
 * Strict reading of small YAML files: every unknown name or value is an error that names its line. Only this package knows the YAML
 * library.
 */
package dev.parley.core.yaml;
