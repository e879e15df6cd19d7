"""What takes long to work out, once for all visitors."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Remembered(Generic[_Value]):
    """The latest results by their keys, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, _Value] = OrderedDict()

    def get(self, key: Hashable) -> _Value | None:
        """What was worked out, if it was."""
        return self._found.get(key)

    def once(self, key: Hashable, work: Callable[[], _Value]) -> _Value:
        """What was worked out, or is now. Work that ends with an exception, as when its visitor leaves it, is not kept."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = work()
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found
