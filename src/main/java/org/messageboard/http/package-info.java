/**
 * What all requests and responses share: metrics, security headers, rejection of malformed
 * requests, ETags of the page's files, and errors as problems (RFC 9457).
 */
package org.messageboard.http;
