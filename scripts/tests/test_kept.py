"""What holds from build to build: by what was read, through answers and shared values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psi_site.kept import Keeper, Kept, Mark
from psi_site.tracing import Name, answer, note, remembered

KEY = b"key"


class Shelf:
    """Something that answers: whose `words` are noted one by one as they are looked at."""

    answers_as = "shelf"

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def word(self, name: str) -> str:
        note("word", name)
        return self.words.get(name, "")

    @remembered
    def all_words(self) -> str:
        return " ".join(map(self.word, self.words))

    def mark(self, name: Name) -> Mark:
        sort, *rest = name
        return {"word": lambda word: self.words.get(word, "").encode()}[sort](*rest)


@answer
def _length(shelf: Shelf, name: str) -> int:
    return len(shelf.word(name))


@answer
def _last(shelf: Shelf) -> str:
    return shelf.all_words[-1:]


def words(**changed: str) -> dict[str, str]:
    return {f"w{number}": "some" for number in range(30)} | changed


def keeper(before: Kept, shelf: Shelf) -> Keeper:
    return Keeper(before, shelf.mark, {"shelf": shelf})


def built(
    shelf: Shelf, units: Mapping[str, Any], before: Kept | None = None
) -> tuple[Kept, set[str]]:
    """Build every unit that does not hold; return what is kept, and the names of those made."""
    found = keeper(before or Kept(KEY), shelf)
    made = {unit for unit in units if not found.holds(unit)}
    for unit in made:
        with found.making(unit):
            units[unit](shelf)
    return found.kept("folder", dict.fromkeys(units, ())), made


UNITS = {
    "one": lambda shelf: shelf.word("w1"),
    "length": lambda shelf: _length(shelf, "w2"),
    "all": lambda shelf: shelf.all_words,
    "last": _last,
}


def test_only_what_reads_a_change_is_made_again() -> None:
    kept, made = built(Shelf(words()), UNITS)
    assert made == set(UNITS)
    assert built(Shelf(words()), UNITS, kept)[1] == set()
    kept, made = built(Shelf(words(w1="else")), UNITS, kept)
    assert made == {"one", "all"}
    kept, made = built(Shelf(words(w1="else", w2="same")), UNITS, kept)
    assert made == {"all"}
    assert built(Shelf(words(w1="else", w2="longer")), UNITS, kept)[1] == {"length", "all"}


def test_what_is_made_from_much_has_one_name() -> None:
    kept, _ = built(Shelf(words()), UNITS)
    assert {unit: len(read) for unit, read in kept.units.items()} == dict.fromkeys(UNITS, 1)
    assert max(map(len, kept.origins.values())) == len(words())


def test_an_answer_that_nobody_read_for_a_while_is_not_taken_for_the_new_one() -> None:
    few = {"one": UNITS["one"]}
    kept, _ = built(Shelf(words()), UNITS)
    kept, _ = built(Shelf(words(w2="longer")), few, kept)
    kept, made = built(Shelf(words(w2="longer")), UNITS, kept)
    assert made == {"length", "all", "last"}
    assert "length" in built(Shelf(words()), UNITS, kept)[1]


def test_what_another_of_the_same_name_shares_is_never_known() -> None:
    shelf, other = Shelf(words()), Shelf(words())
    units = {"other": lambda _: other.all_words}
    kept, _ = built(shelf, units)
    assert built(shelf, units, kept)[1] == {"other"}
