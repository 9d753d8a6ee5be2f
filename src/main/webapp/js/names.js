// @ts-check

export const DEFAULT_CHANNEL = 'general';
export const CHANNEL_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
export const AUTHOR_LIMIT = 50;
export const CONTENT_LIMIT = 2_000;

/** The board makes the names of private channels and of direct messages, and nobody sees them. @param {string} name */
export const isPrivate = (name) => /^[pd]-[0-9a-f]{32}$/.test(name);

/** @param {string} name */
export const isDirect = (name) => name.startsWith('d') && isPrivate(name);

/** A channel's name as people may write it. @param {string} text */
export const nameFrom = (text) => text.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-');
