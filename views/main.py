"""The frame around every page: title, header, problems with the address, and the voice for screen readers."""

import streamlit as st

from decision.paths import ASSETS
from views import session
from views.parts import notices, top, voice

st.set_page_config(page_title="SLM Sourcing", page_icon=str(ASSETS / "web" / "icon.svg"), layout="wide")
st.html(ASSETS / "web" / "app.css")

pages = {
    "home": st.Page("home.py", title="Home", default=True),
    "question": st.Page("question.py", title="Assess", url_path="assess"),
    "review": st.Page("review.py", title="Review", url_path="review"),
    "recommendation": st.Page("recommendation.py", title="Recommendation", url_path="recommendation"),
    "options": st.Page("options.py", title="Options", url_path="options"),
    "learn": st.Page("learn.py", title="Learn", url_path="learn"),
}
page = st.navigation(list(pages.values()), position="hidden")

here = session.begin()
top.show(here, pages, page.title)
if here is None:
    notices.no_tree()
    st.stop()
notices.show(here)
page.run()
voice.speak()
