"""How to write a tree: the guide that stands beside the trees."""

import streamlit as st

from decision.library import read_guide
from decision.paths import TREES
from views import session
from views.parts.live import VOICE
from views.parts.markup import block, link, rich


def page() -> None:
    """Show the page."""
    here = session.here()
    query = here.query(here.place)
    block(f'<p class="small muted">{link("trees", query, "Trees")} / How to write a tree</p>')
    with st.container(key="guide"):
        # What scrolls sideways can be reached by the keyboard.
        block(rich(read_guide(TREES)).replace("<pre>", '<pre tabindex="0">'))
    VOICE.show("guide", "How to write a tree", query)


page()
