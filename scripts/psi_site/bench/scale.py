"""How many records of each kind a corpus has at a scale."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The records of a corpus by kind; each becomes a page in every language."""

    newsletter: int
    event: int
    partner: int
    project: int

    @classmethod
    def at(cls, scale: float) -> Size:
        """Return the size of a corpus: at scale 1 that of a network after ten years."""
        return cls(*(max(2, round(count * scale)) for count in (40, 60, 40, 30)))

    def of(self, kind: str) -> int:
        """Return how many records of a kind there are."""
        count: int = getattr(self, kind)
        return count

    def ids(self, kind: str) -> list[str]:
        """Return the ids of a kind that is not numbered by year."""
        return [f"{kind}-{number}" for number in range(1, self.of(kind) + 1)]
