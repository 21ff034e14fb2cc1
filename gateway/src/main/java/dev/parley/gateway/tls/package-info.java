/** The certificate authorities that this process trusts. Knows no other package. */
package dev.parley.gateway.tls;
