"""Title, author, organization, notes and logo of an assessment: they live in the session and in the answers file."""

import base64

import streamlit as st

from decision.assessment import MAX_LOGO_BYTES, Assessment
from decision.reports.logo import MOST, usable
from views import session
from views.parts.markup import UPLOAD


def section(assessment: Assessment) -> None:
    """The fields, built only while they are open: they cost as much as the rest of a page."""
    box = st.expander("Title, author, notes and logo", key="about", on_change="rerun")
    if box.open:
        with box:
            _fields(assessment)


def _fields(assessment: Assessment) -> None:
    """Fields to fill in; what is typed is kept at once."""
    st.caption(
        "These texts are saved with the assessment."
        if session.held()
        else "These texts are kept in this browser session and in the answers file that you can download. "
        "They are not in the address: a reload clears them."
    )
    left, right = st.columns(2)
    with left:
        _line("title", "Title", assessment.title, "What is decided, such as: Discharge letters, coded on the ward")
        _line("author", "Author", assessment.author)
        _line("organization", "Organization", assessment.organization)
    with right:
        _names("deciders", "Who decides", assessment.deciders)
        _names("consulted", "Who was consulted", assessment.consulted)
        statuses = ("draft", "proposed", "accepted", "superseded")
        _seed("about_status", assessment.status)
        st.selectbox("Status", statuses, key="about_status", on_change=_keep, args=("status",))
    _seed("about_notes", assessment.notes)
    st.text_area("Notes", key="about_notes", max_chars=20_000, on_change=_keep, args=("notes",))
    _logo(assessment)


def _seed(key: str, value: object) -> None:
    if key not in st.session_state:
        st.session_state[key] = value


def _keep(name: str) -> None:
    session.change(**{name: st.session_state[f"about_{name}"] or ("draft" if name == "status" else "")})


def _line(name: str, label: str, value: str, placeholder: str = "") -> None:
    _seed(f"about_{name}", value)
    st.text_input(label, key=f"about_{name}", max_chars=200, placeholder=placeholder, on_change=_keep, args=(name,))


def _names(name: str, label: str, value: tuple[str, ...]) -> None:
    _seed(f"about_{name}", "; ".join(value))
    st.text_input(
        label,
        key=f"about_{name}",
        max_chars=1_000,
        placeholder="Names, separated by ;",
        on_change=_keep_names,
        args=(name,),
    )


def _keep_names(name: str) -> None:
    names = tuple(part.strip()[:200] for part in st.session_state[f"about_{name}"].split(";") if part.strip())
    session.change(**{name: names})


def _logo(assessment: Assessment) -> None:
    if assessment.logo:
        st.image(base64.b64decode(assessment.logo), width=160, caption="Logo on the PDF")
        st.button("Remove the logo", on_click=lambda: session.change(logo=None))
        return
    file = st.file_uploader(
        f"Logo for the PDF: PNG or JPEG, at most {MAX_LOGO_BYTES // 1024} kB",
        type=["png", "jpg", "jpeg"],
        key="logo",
        max_upload_size=UPLOAD,
    )
    if file is None:
        return
    raw = file.getvalue()
    if len(raw) > MAX_LOGO_BYTES or not usable(raw):
        st.error(
            f"This is not a PNG or JPEG picture of at most {MAX_LOGO_BYTES // 1024} kB and {MOST:,} pixels a side. Choose another."
        )
        return
    session.change(logo=base64.b64encode(raw).decode())
    st.rerun()
