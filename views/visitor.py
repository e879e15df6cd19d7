"""Who is at the other end, and whether they may change what is saved."""

from decision.store.saved import Person


def person() -> Person:
    """This visitor."""
    return Person()
