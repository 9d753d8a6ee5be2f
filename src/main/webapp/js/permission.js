// @ts-check

/** @typedef {'insecure' | 'unsupported' | NotificationPermission} Permission */

/** Whether the page may show notifications of the system, or why it cannot. @returns {Permission} */
export function notificationPermission() {
  if (!isSecureContext) return 'insecure';
  return 'Notification' in window ? Notification.permission : 'unsupported';
}
