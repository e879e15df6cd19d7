// The code editor of the page. One desk for each editor on it stays alive as long as the browser's tab, so that undo,
// cursor, scroll position and focus survive every rerun, and even a visit to another page.
import { Desk } from './desk.js';

const desks = new Map();  // name of an editor: its desk

export default function ({ data: [data], parentElement: root, setTriggerValue }) {
  let desk = desks.get(data.name);
  if (!desk) desks.set(data.name, desk = new Desk(data.name));
  desk.link.report = (event) => setTriggerValue('event', event);
  const place = root.querySelector('[data-editor]');
  if (desk.view.dom.parentElement !== place) place.replaceChildren(desk.view.dom);
  desk.show(data);
  return () => desk.leave();
}
