"""What the page itself cannot say: focus on the new heading, a live region, and an address that keeps up.

Streamlit moves the focus nowhere after a rerun and announces nothing. This component focuses the first heading when
the place changes, tells screen readers where one is, and replaces the address in step with a choice (without a new
entry in the browser's history). It also mends a role that Streamlit gives its upload field wrongly.
"""

from urllib.parse import urlencode

import streamlit as st

_JS = """
const mend = () => document.querySelectorAll('[data-testid=stFileUploaderDropzone][role=presentation]')
  .forEach((zone) => zone.setAttribute('role', 'group'));  // it has a name, so it is something
export default function ({ data, parentElement }) {
  if (!window.slmMender) {
    window.slmMender = new MutationObserver(mend);
    window.slmMender.observe(document.body, { childList: true, subtree: true });
    mend();
  }
  const live = parentElement.querySelector('[role=status]');
  if (data.address !== null && location.search.slice(1) !== data.address)
    history.replaceState(history.state, '', location.pathname + '?' + data.address + location.hash);
  const before = window.slmPlace;
  window.slmPlace = data.place;
  if (before === undefined || before === data.place) return;
  live.textContent = data.say;
  requestAnimationFrame(() => {
    const heading = document.querySelector('[data-testid=stMain] h1');
    if (!heading) return;
    heading.setAttribute('tabindex', '-1');
    heading.focus();
    document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  });
}
"""
_component = st.components.v2.component("voice", html='<span role="status"></span>', js=_JS, isolate_styles=False)


def say(place: str, text: str, address: dict[str, str] | None = None) -> None:
    """Note where this page is, what to announce, and the address it should have (None: as it is)."""
    st.session_state["voice"] = (place, text, address)


def speak() -> None:
    """Hand on to the browser what the page noted."""
    place, text, address = st.session_state.pop("voice", ("", "", None))
    with st.container(key="voice"):
        _component(
            key="voice_of_page", data={"place": place, "say": text, "address": urlencode(address) if address else None}
        )
