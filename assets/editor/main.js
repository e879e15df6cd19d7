// The code editor of the page. One desk for each editor on it stays alive as long as the browser's tab, so that undo,
// cursor, scroll position and focus survive every rerun, and even a visit to another page.
import { Desk } from './desk.js';

const desks = new Map();  // name of an editor: its desk

export default function ({ data: [data], parentElement: root, setTriggerValue }) {
  let desk = desks.get(data.name);
  if (!desk) desks.set(data.name, desk = new Desk(data.name));
  const report = (event) => setTriggerValue('event', event);
  desk.link.report = report;
  const place = root.querySelector('[data-editor]');
  if (desk.view.dom.parentElement !== place) place.replaceChildren(desk.view.dom);
  desk.show(data);
  // What is above the editor may move it to another place, and the old place is told to go after the new one came.
  return () => desk.link.report === report && desk.leave();
}
