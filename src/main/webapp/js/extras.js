// @ts-check
import { copy } from './clipboard.js';
import { amend } from './components/amendment.js';
import { ChannelDialog } from './components/channel-dialog.js';
import { Completion } from './components/completion.js';
import { Keys } from './components/keys.js';
import { LevelDialog } from './components/level-dialog.js';
import { SettingsDialog } from './components/settings-dialog.js';
import { Switcher } from './components/switcher.js';
import { Notifications } from './notifications.js';
import { addStatistics } from './statistics.js';
import { emojiSource, nameSource } from './suggestions.js';
import { check, watchVersion } from './version.js';

/** What the first screen does without: the page loads it once the messages are there. */
export class Extras {
  amend = amend;
  checkVersion = check;
  copy = copy;
  keys = new Keys();

  /**
   * @param {import('./store.js').Store} store
   * @param {object} page
   * @param {HTMLTextAreaElement[]} page.fields in which words are completed
   * @param {(channel: string) => void} page.goTo
   * @param {() => void} page.onNewerVersion
   * @param {ConstructorParameters<typeof ChannelDialog>[1]} page.saveChannel
   * @param {ConstructorParameters<typeof Notifications>[1]} page.notifying
   */
  constructor(store, { fields, goTo, onNewerVersion, saveChannel, notifying }) {
    this.channel = new ChannelDialog(store, saveChannel);
    this.levels = new LevelDialog(store);
    this.settings = new SettingsDialog(store.settings);
    this.switcher = new Switcher(store, goTo);
    this.notifications = new Notifications(store, notifying);
    for (const field of fields) new Completion(field, [emojiSource, nameSource(store)]);
    watchVersion(onNewerVersion);
    if ('statistics' in document.documentElement.dataset) addStatistics(store);
  }
}
