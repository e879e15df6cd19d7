// What goes to the server, and what the server is known to have heard. Each event carries everything that it may not have
// heard yet, so one that overtakes another loses nothing, and one that was lost is sent again.

const AGAIN = 3000;      // milliseconds after which an answer is overdue
const SLOWEST = 30_000;
const ON_ITS_WAY = 40;   // milliseconds in which the server may say something that it began to say before

export class Link {
  constructor() {
    this.report = () => {};  // given anew with every rerun
    this.sent = 0;           // number of the newest text that was sent
    this.seen = 0;           // number of the newest text that the server knows
    this.asked = 0;          // order of the newest wish
    this.asks = [];          // wishes that the server has not answered
    this.holds = {};         // keys of what the server need not send again
    this.typed = { text: null, base: '', number: 0 };
  }

  get waits() { return this.sent > this.seen || this.asks.length > 0; }

  /** The server's word on what it has heard. Numbers go on from there where it knows more than this tab. */
  heard({ seen, heard }, again) {
    this.seen = seen;
    this.sent = Math.max(this.sent, seen);
    this.asked = Math.max(this.asked, heard);
    this.asks = this.asks.filter((ask) => ask.order > heard);
    if (!this.waits) this.rest();
    // Streamlit drops what one event does when another one comes in a moment later, so what it did not hear is sent again.
    else if (again || !this.timer || performance.now() - this.at > ON_ITS_WAY) this.event();
  }

  ask(ask) {
    this.asked += 1;
    this.asks.push({ at: 0, to: '', ...ask, order: this.asked });
    this.event();
  }

  /** Send the text that was typed into the document `base`. The event goes out at once, or with a wish. */
  text(text, base) {
    this.sent += 1;
    this.typed = { text, base, number: this.sent };
  }

  event(wait = AGAIN) {
    const typed = this.sent > this.seen ? this.typed : { ...this.typed, text: null };
    this.report({ ...typed, asks: this.asks, holds: this.holds });
    this.at = performance.now();
    this.rest();
    this.timer = setTimeout(() => this.event(Math.min(wait * 2, SLOWEST)), wait);
  }

  rest() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}
