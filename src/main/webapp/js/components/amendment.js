// @ts-check
import { describe, fromTemplate, part } from '../dom.js';
import { CONTENT_LIMIT } from '../names.js';
import { codePoints, trimmed } from '../text.js';
import { showCount } from './composer.js';

/**
 * Edits a message in its own row, so that what stands in the composer is left alone.
 * @param {HTMLElement} row
 * @param {string} content
 * @param {(content?: string) => void} onDone without a text if it is cancelled
 */
export function amend(row, content, onDone) {
  const form = fromTemplate('amendment');
  const field = /** @type {HTMLTextAreaElement} */ (part(form, 'textarea'));
  const note = part(form, '.counter');
  describe(field, part(form, 'label'), note);
  const end = (/** @type {string | undefined} */ text) => {
    form.remove();
    row.classList.remove('amending');
    onDone(text);
  };
  const save = () => {
    const text = trimmed(field.value);
    if (!text || codePoints(text) > CONTENT_LIMIT) return field.focus();
    end(text);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save();
  });
  part(form, '[data-cancel]').addEventListener('click', () => end(undefined));
  field.addEventListener('input', () => showCount(field, note, CONTENT_LIMIT, 200));
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end(undefined);
    else if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target !== field) return;
    else save();
    event.preventDefault();
    event.stopPropagation();
  });
  field.value = content;
  row.classList.add('amending');
  part(row, '.message-body').append(form);
  field.focus();
}
