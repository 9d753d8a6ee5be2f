// @ts-check

export const DEFAULT_CHANNEL = 'general';
export const CHANNEL_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
export const AUTHOR_LIMIT = 50;
export const CONTENT_LIMIT = 2_000;

/** A channel's name as people may write it. @param {string} text */
export const nameFrom = (text) => text.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-');
