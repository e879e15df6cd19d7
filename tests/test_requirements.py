"""Who reads what, on a tree made up for tests."""

from decision.library import read_library
from decision.paths import ROOT
from decision.requirements import Requirement, levels, requirements

TREE = read_library(ROOT / "tests" / "trees").trees["small"].tree


def test_every_test_of_a_rule_or_a_when_is_an_edge() -> None:
    found = requirements(TREE)
    assert Requirement("network", "host", ()) in found
    assert Requirement("borrowers", "exposure", ("names", "no_names")) in found
    assert {edge.reader for edge in found} == {"host", *TREE.decisions}
    assert len({(edge.source, edge.reader) for edge in found}) == len(found)
    for edge in found:
        assert edge.source != edge.reader


def test_a_decision_stands_behind_those_that_it_reads() -> None:
    level = levels(TREE)
    assert {level[name] for name in TREE.questions} == {0}
    for name, decision in TREE.decisions.items():
        assert all(level[source] < level[name] for source in decision.reads)
