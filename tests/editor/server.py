"""Serves the page of the editor out of a folder of texts."""

from tests.browser.conftest import ROOT, Server


class EditorServer(Server):
    """`trees` is the folder of texts."""

    def command(self) -> list[str]:
        page = str(ROOT / "tests" / "editor" / "served.py")
        return ["-m", "streamlit", "run", page, "--server.port", str(self.port)]

    def variables(self) -> dict[str, str]:
        return {"EDITOR_TEXTS": str(self.trees), "PYTHONPATH": str(ROOT)}
