/**
 * Tests of the page's scripts without a browser: TypeScript's compiler checks their types as {@code
 * src/jsconfig.json} says, and Node runs the tests in {@code src/test/js}.
 *
 * <p>Node is the machine's own, and TypeScript comes with Maven, so nobody needs npm.
 */
package org.messageboard.page;
