"""Build the fonts of this folder again from their pinned npm packages.

Needs npm on the path and fontTools in the Python that runs it:

    pip install fonttools==4.68.0
    python assets/fonts/build.py [--output FOLDER]

It writes the TTF and licence files into the folder of this script, or into FOLDER,
and the WOFF2 files into the folder web beside that, from which the app serves them. Two runs write the same bytes as long as the fontTools version stays.
"""

import argparse
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PLEX_SANS = "@ibm/plex-sans@1.1.0"
PLEX_MONO = "@ibm/plex-mono@2.5.0"
# IBM's own SemiBold calls its family "IBM Plex Sans SmBld", which typst takes for
# another family; the files of this package give it the name of the others.
PLEX_SANS_TTF = "@expo-google-fonts/ibm-plex-sans@0.4.1"
NOTO = {
    "NotoSans": "@expo-google-fonts/noto-sans@0.4.2",
    "NotoSansArabic": "@expo-google-fonts/noto-sans-arabic@0.4.3",
    "NotoSansHebrew": "@expo-google-fonts/noto-sans-hebrew@0.4.1",
    "NotoSansDevanagari": "@expo-google-fonts/noto-sans-devanagari@0.4.1",
    "NotoSansThai": "@expo-google-fonts/noto-sans-thai@0.4.2",
    "NotoSansSC": "@expo-google-fonts/noto-sans-sc@0.4.3",
    "NotoSansKR": "@expo-google-fonts/noto-sans-kr@0.4.3",
    "NotoSansMath": "@expo-google-fonts/noto-sans-math@0.4.2",
    "NotoSansSymbols": "@expo-google-fonts/noto-sans-symbols@0.4.1",
    "NotoSansSymbols2": "@expo-google-fonts/noto-sans-symbols-2@0.4.1",
    "NotoEmoji": "@expo-google-fonts/noto-emoji@0.4.7",
}
PDF_STYLES = {
    "Regular": "400Regular",
    "Italic": "400Regular_Italic",
    "SemiBold": "600SemiBold",
    "Bold": "700Bold",
}
WEB_STYLES = ("Regular", "Medium", "SemiBold")

# The whole CJK faces are too large to ship: these blocks of them are kept.
KEPT_BLOCKS = {
    "NotoSansSC": (
        (0x3000, 0x303F),  # CJK symbols and punctuation
        (0x3040, 0x30FF),  # hiragana, katakana
        (0x3100, 0x312F),  # bopomofo
        (0x31F0, 0x31FF),  # katakana phonetic extensions
        (0x3200, 0x33FF),  # enclosed and squared CJK
        (0x4E00, 0x9FFF),  # unified ideographs
        (0xF900, 0xFAFF),  # compatibility ideographs
        (0xFE30, 0xFE4F),  # compatibility forms
        (0xFF00, 0xFFEF),  # half-width and full-width forms
    ),
    "NotoSansKR": (
        (0x1100, 0x11FF),  # hangul jamo
        (0x3130, 0x318F),  # hangul compatibility jamo
        (0xAC00, 0xD7A3),  # hangul syllables
    ),
}
LICENCE_TITLE = "SIL OPEN FONT LICENSE"


def unwrapped(woff: bytes) -> bytes:
    """Return the TTF inside a WOFF file, with its tables as they are.

    WOFF 1 stores each table compressed without loss, so the result is the font as
    IBM made it, not a modified one, which could not keep the reserved name "Plex".
    """
    return saved(TTFont(io.BytesIO(woff), lazy=True, recalcTimestamp=False))


def subset(ttf: bytes, blocks: Iterable[tuple[int, int]]) -> bytes:
    """Return the font with only the characters of the blocks, without hinting."""
    font = TTFont(io.BytesIO(ttf), lazy=True, recalcTimestamp=False)
    subsetter = Subsetter(Options(hinting=False, notdef_outline=True, name_IDs=["*"]))
    subsetter.populate(unicodes=[code for first, last in blocks for code in range(first, last + 1)])
    subsetter.subset(font)
    return saved(font)


def saved(font: TTFont) -> bytes:
    """Return the font as the bytes of an uncompressed font file."""
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Face:
    """A font file to write: where its source lies and how it is converted."""

    name: str
    package: str
    path: str
    convert: Callable[[bytes], bytes] = bytes


def faces() -> list[Face]:
    """Return every font file of the folder."""
    mono = "fonts/complete/{0}/IBMPlexMono-Regular.{0}"
    return [
        *(
            Face(
                f"IBMPlexSans-{style}.ttf",
                PLEX_SANS_TTF,
                f"{source}/IBMPlexSans_{source}.ttf",
            )
            for style, source in PDF_STYLES.items()
        ),
        Face("IBMPlexMono-Regular.ttf", PLEX_MONO, mono.format("woff"), unwrapped),
        *(
            Face(name, PLEX_SANS, f"fonts/complete/woff2/{name}")
            for name in (f"IBMPlexSans-{style}.woff2" for style in WEB_STYLES)
        ),
        Face("IBMPlexMono-Regular.woff2", PLEX_MONO, mono.format("woff2")),
        *(noto_face(name, package) for name, package in NOTO.items()),
    ]


def noto_face(name: str, package: str) -> Face:
    """Return the regular face of a Noto family, cut to its kept blocks, if any."""
    path = f"400Regular/{name}_400Regular.ttf"
    if blocks := KEPT_BLOCKS.get(name):
        return Face(
            f"{name}-Regular-subset.ttf",
            package,
            path,
            lambda ttf: subset(ttf, blocks),
        )
    return Face(f"{name}-Regular.ttf", package, path)


def joined_licence(sources: Iterable[bytes]) -> str:
    """Return one licence text, headed by the copyright lines of them all."""
    texts = ["\n".join(source.decode().splitlines()).strip() for source in sources]
    if len({text[text.index(LICENCE_TITLE) :] for text in texts}) != 1:
        raise ValueError("the packages differ in the terms of their licences")
    copyrights = dict.fromkeys(text.partition("\n")[0] for text in texts)
    return "\n".join([*copyrights, texts[0].partition("\n")[2], ""])


class Packages:
    """The files of npm packages, each package fetched once into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._archives: dict[str, Path] = {}

    def read(self, package: str, path: str) -> bytes:
        """Return the content of the package's file at that path."""
        if package not in self._archives:
            self._archives[package] = self._fetch(package)
        with tarfile.open(self._archives[package]) as archive:
            file = archive.extractfile(f"package/{path}")
            if file is None:
                raise FileNotFoundError(f"{package} has no file {path}")
            return file.read()

    def _fetch(self, package: str) -> Path:
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is not on the path")
        result = subprocess.run(
            [npm, "pack", "--silent", "--pack-destination", self._folder, package],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._folder / result.stdout.strip()


def build(output: Path) -> None:
    """Write every TTF and licence file into the output folder, and every WOFF2 file into its neighbour web."""
    web = output.parent / "web"
    for folder in (output, web):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        packages = Packages(Path(scratch))
        for face in faces():
            content = face.convert(packages.read(face.package, face.path))
            (web if face.name.endswith(".woff2") else output).joinpath(face.name).write_bytes(content)
            print(f"{len(content):>10,}  {face.name}")
        licences = {
            "OFL-IBM-Plex.txt": [
                packages.read(PLEX_SANS, "LICENSE.txt"),
                packages.read(PLEX_MONO, "LICENSE.txt"),
                packages.read(PLEX_SANS_TTF, "LICENSE_FONT"),
            ],
            "OFL-Noto.txt": [packages.read(package, "LICENSE_FONT") for package in NOTO.values()],
        }
        for name, sources in licences.items():
            (output / name).write_bytes(joined_licence(sources).encode())


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the fonts again.")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    build(parser.parse_args().output)


if __name__ == "__main__":
    main()
