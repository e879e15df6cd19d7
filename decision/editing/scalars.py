"""A text as YAML writes it: plain where that is read back as the same text, by us and by any editor, else in quotes."""

from __future__ import annotations

import json
import re

import yaml

from decision.editing.edit import Edit

_PLAIN = re.compile(r"\w(?:[\w .;()/'+-]*[\w.;()/'+-])?")
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # what ends a line in YAML, or cannot stand in it
_TEXT = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()


def scalar(text: str) -> str:
    """The text, in quotes if it needs any.

    >>> print(scalar("A clinic on its own"), scalar("no"), scalar("24"), scalar("2 cards: none"))
    A clinic on its own "no" "24" "2 cards: none"
    """
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return text if tag == _TEXT and _PLAIN.fullmatch(text) else as_json(text)


def as_json(data: object) -> str:
    """Plain data as JSON that YAML reads as the same."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False))


def written_like(text: str, node: yaml.ScalarNode, new: str) -> Edit:
    """The edit that puts another text in the place of a scalar, in the same style as far as that can hold it."""
    start = node.start_mark.index
    end = start + len(text[start : node.end_mark.index].rstrip())
    if node.style in ("|", ">"):
        head = re.match(r"[^\r\n]*\s+", text[start:end])
        return Edit(start + (head.end() if head else 0), end, " ".join(new.split()))
    if node.style == "'" and new.isprintable():
        return Edit(start, end, "'" + new.replace("'", "''") + "'")
    return Edit(start, end, as_json(new) if node.style else scalar(new))
