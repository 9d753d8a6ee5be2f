/**
 * What every request and answer has: metrics, security headers, refusal of malformed heads, ETags
 * of the page's files, and errors as problems (RFC 9457).
 */
package org.messageboard.http;
