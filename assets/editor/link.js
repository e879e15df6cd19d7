// What goes to the server and what the server is known to have. Each event carries all that is not known to have arrived,
// so one that overtakes another loses nothing.

export class Link {
  constructor() {
    this.report = () => {};  // set with every rerun
    this.sent = 0;           // number of the newest text that was sent
    this.asked = 0;          // number of the newest wish
    this.asks = [];          // wishes that the server has not answered yet
    this.holds = {};         // keys of what need not be sent here again
  }

  /** The server's word on what it has heard. Numbers go on from there where it knows more than this tab. */
  heard(data) {
    this.sent = Math.max(this.sent, data.seen);
    this.asked = Math.max(this.asked, data.heard);
    this.asks = this.asks.filter((ask) => ask.order > data.heard);
  }

  ask(ask) {
    this.asked += 1;
    this.asks.push({ at: 0, to: '', ...ask, order: this.asked });
  }

  /** Send the text that was typed into the document `base`, and every wish that waits. */
  send(text, base) {
    this.sent += 1;
    this.report({ text, base, number: this.sent, asks: this.asks, holds: this.holds });
  }
}
