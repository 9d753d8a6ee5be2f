// @ts-check
// The window in which somebody has signed in: tells the board's other windows, and closes itself.

const failure = new URLSearchParams(location.search).get('sign-in');
const channel = new BroadcastChannel('board-session');
channel.postMessage({ failure });
channel.close();
const heading = document.getElementById('outcome');
if (!failure) {
  window.close(); // if the browser lets it: the provider's pages may have taken that away
} else if (heading) {
  document.title = 'Not signed in · Message Board';
  heading.textContent = 'You are not signed in';
}
