// @ts-check

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The page is in English, the clock is that of the reader's region: 16:05 in Germany, 4:05 pm in India.
 * @param {readonly string[]} languages as the browser prefers them
 */
export function localeOf(languages) {
  const region = languages.length > 0 ? new Intl.Locale(languages[0]).maximize().region : undefined;
  return region ? `en-${region}` : 'en-GB';
}

const LOCALE = localeOf(navigator.languages ?? []);
const clockFormat = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' });
const fullFormat = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'medium' });
const dayFormat = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const oldDayFormat = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {Date} date */
export const clock = (date) => clockFormat.format(date);

/** @param {Date} date */
export const fullTime = (date) => fullFormat.format(date);

/** After a day, this is the time of day: the heading above has the date. @param {Date} date */
export function relativeTime(date, now = Date.now()) {
  const age = now - date.getTime();
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  return clock(date);
}

/** @param {Date} date @returns {string} the same for all times of one local day */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

/** @param {Date} date */
export function dayName(date, now = new Date()) {
  const midnight = (/** @type {Date} */ day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(date)) / DAY);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (date.getFullYear() === now.getFullYear() ? dayFormat : oldDayFormat).format(date);
}
