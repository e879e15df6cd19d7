"""The frame around every page: title, header, and problems with the address."""

import streamlit as st

from decision.paths import ASSETS
from views import session
from views.parts import notices, top

st.set_page_config(page_title="SLM Sourcing", page_icon=str(ASSETS / "web" / "icon.svg"), layout="wide")
st.html(ASSETS / "web" / "app.css")

pages = [
    st.Page("home.py", title="Home", default=True),
    st.Page("question.py", title="Assess", url_path="assess"),
    st.Page("review.py", title="Review", url_path="review"),
    st.Page("recommendation.py", title="Recommendation", url_path="recommendation"),
    st.Page("compare.py", title="What if", url_path="what-if"),
    st.Page("saved.py", title="Saved", url_path="saved"),
    st.Page("again.py", title="Run again", url_path="again"),
    st.Page("beside.py", title="Side by side", url_path="side-by-side"),
    st.Page("options.py", title="Options", url_path="options"),
    st.Page("learn.py", title="Learn", url_path="learn"),
    st.Page("tree.py", title="Tree", url_path="tree"),
    st.Page("shared.py", title="Shared", url_path="shared"),
    st.Page("difference.py", title="Compare versions", url_path="versions"),
    st.Page("trees.py", title="Trees", url_path="trees"),
    st.Page("edit.py", title="Edit", url_path="edit"),
    st.Page("guide.py", title="Guide", url_path="guide"),
]
page = st.navigation(pages, position="hidden")

if page.url_path == "shared":  # what another one saved: the visitor's own is neither read nor changed
    top.show(None, page.title, apart=True)
    page.run()
    st.stop()
here = session.begin()
top.show(here, page.title)
if here is None:
    notices.no_tree()
    st.stop()
notices.show(here)
if st.session_state.get("page") != page.title:  # the browser says its width anew on each page it comes to
    st.session_state["page"] = page.title
    st.session_state.pop("width", None)
page.run()
