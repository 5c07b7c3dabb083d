"""Places: the list by kind, and what is found in each."""

from __future__ import annotations

from psi_site.model.party import Partner, Place
from psi_site.pages.place import inhabited, place_list, place_page
from psi_site.site import Site
from tests.pages.drawing import draw, reader, words
from tests.pages.made import with_records

VILLAGE = Place.model_validate(
    {
        "id": "byn",
        "title": {"sv": "Byn", "en": "The Village"},
        "aliases": ["Gamla byn"],
        "size": "locality",
        "within": "oxhagen",
        "description": {"sv": "En by.", "en": "A village."},
        "coordinates": {"latitude": "59.27", "longitude": "15.21"},
    }
)
SHOP = Partner.model_validate(
    {"id": "shop", "title": "Bybutiken", "sector": "civil_society", "places": ["byn"]}
)


def test_every_field_is_on_the_page(real_site: Site) -> None:
    html = draw(with_records(real_site, VILLAGE, SHOP), "/platser/byn/")
    for text in ("Byn", "Gamla byn", "Ort", "Oxhagen", "En by.", "Bybutiken"):
        assert text in words(html)
    assert "mlat=59.27&amp;mlon=15.21" in html


def test_what_lies_within_counts_all_the_way_up(real_site: Site) -> None:
    site = with_records(real_site, VILLAGE, SHOP)
    assert inhabited(site, site.get(Place, "orebro")) == {"orebro", "oxhagen", "byn"}
    for place in ("byn", "oxhagen", "orebro"):
        page = place_page(reader(site), site.get(Place, place))
        assert "Bybutiken" in [tile.link.title for tile in page["partners"]]
    page = place_page(reader(site), site.get(Place, "karlskoga"))
    assert "Bybutiken" not in [tile.link.title for tile in page["partners"]]


def test_places_within_each_other_do_not_hang_the_build(real_site: Site) -> None:
    ring = VILLAGE.model_copy(update={"within": "byn"})
    site = with_records(real_site, ring)
    assert inhabited(site, ring) == {"byn"}


def test_page_of_a_municipality(real_site: Site) -> None:
    page = place_page(reader(real_site), real_site.get(Place, "orebro"))
    assert [link.title for link in page["inside"]] == ["Oxhagen"]
    assert "iop-oxhagen" in [row.project.id for row in page["projects"]]
    events = [row.line.href for row in page["events"]]
    assert "/kalender/2017-11-02-samordningsforbundens-konferens/" in events


def test_place_with_nothing_says_so(real_site: Site) -> None:
    site = with_records(real_site, VILLAGE.model_copy(update={"description": None}))
    assert "Vi har inget noterat här ännu." in words(draw(site, "/platser/byn/"))


def test_list_is_by_kind_and_alphabet(real_site: Site) -> None:
    listed = place_list(reader(real_site), real_site.list_pages["place"], None)
    kinds = {
        kind["id"]: [line["link"].title for line in kind["places"]] for kind in listed["kinds"]
    }
    assert list(kinds) == ["municipality", "locality", "district"]
    assert kinds["municipality"][-1] == "Örebro"
    assert kinds["municipality"].index("Hallsberg") < kinds["municipality"].index("Hällefors")
    counts = {line["link"].title: line["counts"] for line in listed["kinds"][0]["places"]}
    assert counts["Kumla"].startswith("1 part")
