/** Reading history and single messages. */
package org.messageboard.reading;
