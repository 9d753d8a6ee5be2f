package org.messageboard.view;

import java.util.Set;

/**
 * A page of history as nobody in particular sees it.
 *
 * @param people the subjects for whom something in it would be marked as their own; null if they
 *     are too many to tell
 */
public record SharedPage(History page, Set<String> people) {}
