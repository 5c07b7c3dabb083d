"""Values that are made when they are first asked for, and once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Later(Generic[V]):
    """A value, or what makes it."""

    __slots__ = ("_make", "_value")

    def __init__(self, make: Callable[[], V]) -> None:
        self._make: Callable[[], V] | None = make
        self._value: V | None = None

    @classmethod
    def made(cls, value: V) -> Later[V]:
        """Return a value that is there already."""
        later = cls(lambda: value)
        later()
        return later

    def __call__(self) -> V:
        """Return the value."""
        if self._make is not None:
            self._value, self._make = self._make(), None
        value: Any = self._value
        return value  # type: ignore[no-any-return]


class Table(Mapping[K, V]):
    """A mapping whose values are made later; other tables may have the same values."""

    def __init__(self, laters: Mapping[K, Later[V]]) -> None:
        self._laters = laters

    def __getitem__(self, key: K) -> V:
        return self._laters[key]()

    def get(self, key: Any, default: Any = None) -> Any:
        """Return the value of a key, `default` where there is none."""
        later = self._laters.get(key)
        return default if later is None else later()

    def __contains__(self, key: object) -> bool:
        return key in self._laters

    def __iter__(self) -> Iterator[K]:
        return iter(self._laters)

    def __len__(self) -> int:
        return len(self._laters)

    def values(self) -> Collection[V]:  # type: ignore[override]
        """Return every value, in the order of the keys."""
        return [later() for later in self._laters.values()]

    def only(self, keys: Iterable[K]) -> Table[K, V]:
        """Return the same values of some of the keys."""
        return Table({key: self._laters[key] for key in keys})
