// @ts-check
import { isComposing, isField } from './dom.js';

/** On a Mac, Ctrl+K deletes to the end of the line. */
export const MAC = /^(Mac|iP)/u.test(navigator.platform);

/**
 * Keys that work everywhere on the page, but not under a dialog. `Mod` is Cmd on a Mac and Ctrl elsewhere.
 * @param {Record<string, () => void>} shortcuts by name, such as `Mod+k` or `Alt+Shift+ArrowUp`
 */
export function listenForShortcuts(shortcuts) {
  addEventListener('keydown', (event) => {
    const name = nameOf(event);
    const typed = name.length === 1 && isField(event.target);
    if (!shortcuts[name] || typed || event.defaultPrevented || isComposing(event)) return;
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) shortcuts[name]();
  });
}

/** @param {KeyboardEvent} event */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  // A sign such as ? may need Shift or not, depending on the keyboard
  const shift = shiftKey && /^\w+$/u.test(key);
  const [mod, other] = MAC ? [metaKey, ctrlKey] : [ctrlKey, metaKey];
  const held = [mod && 'Mod', other && 'Other', altKey && 'Alt', shift && 'Shift'];
  return [...held.filter(Boolean), key.length === 1 ? key.toLowerCase() : key].join('+');
}
