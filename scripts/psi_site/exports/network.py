"""Rows about partners, events and grants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from psi_site.exports.export import COMMON, LAST, Field, Row, Scope
from psi_site.model.event import Audience, Event, Series, Venue
from psi_site.model.grant import Grant, Recipient, Scheme
from psi_site.model.party import Partner, Place
from psi_site.model.project import Project

PARTNER_FIELDS = (
    *COMMON,
    Field("aliases"),
    Field("legalEntity"),
    Field("sector"),
    Field("sectorLabel"),
    Field("municipality"),
    Field("places"),
    Field("description"),
    Field("joined", "gYear"),
    Field("left", "gYear"),
    Field("founded", "gYear"),
    Field("members", "integer"),
    Field("membersYear", "gYear"),
    Field("website", "anyURI"),
    *LAST,
)
"""The fields of the list of partners."""


def partner_rows(scope: Scope) -> Iterator[Row]:
    """Yield the row of a partner."""
    partner = scope.record
    assert isinstance(partner, Partner)
    place = scope.site.get(Place, partner.municipality) if partner.municipality else None
    yield {
        **scope.common(partner),
        "aliases": list(partner.aliases),
        "legalEntity": partner.legal_entity,
        "sector": partner.sector.value,
        "sectorLabel": scope.language.text(f"partner.sector.{partner.sector}"),
        "municipality": scope.names(place),
        "places": scope.places(partner.places),
        "description": scope.words(partner.description),
        "joined": partner.joined,
        "left": partner.left,
        "founded": partner.founded,
        "members": partner.members,
        "membersYear": partner.members_year,
        "website": partner.url,
    }


EVENT_FIELDS = (
    *COMMON,
    Field("description"),
    Field("form"),
    Field("formLabel"),
    Field("series"),
    Field("eventStatus"),
    Field("eventStatusLabel"),
    Field("eventStart"),
    Field("eventEnd"),
    Field("previousStart"),
    Field("period"),
    Field("attendanceMode"),
    Field("attendanceLabel"),
    Field("audience"),
    Field("audienceLabel"),
    Field("cost"),
    Field("venue"),
    Field("street"),
    Field("postalCode"),
    Field("locality"),
    Field("municipality"),
    Field("latitude", "decimal"),
    Field("longitude", "decimal"),
    Field("organizer"),
    *LAST,
)
"""The fields of the list of events."""


def event_rows(scope: Scope) -> Iterator[Row]:
    """Yield the row of an event; times carry the offset of the site's zone (RFC 3339)."""
    event = scope.record
    assert isinstance(event, Event)
    series = scope.site.get(Series, event.series) if event.series else None
    yield {
        **scope.common(event),
        "description": scope.words(event.summary),
        **_coded(scope, "form", "formLabel", "form", event.form),
        "series": scope.names(series),
        **_coded(scope, "eventStatus", "eventStatusLabel", "status", event.status),
        "eventStart": _moment(scope, event.start),
        "eventEnd": _moment(scope, event.end),
        "previousStart": _moment(scope, event.previous_start),
        "period": scope.words(event.period),
        **_coded(scope, "attendanceMode", "attendanceLabel", "attendance", event.attendance),
        **_coded(scope, "audience", "audienceLabel", "audience", _audience(event, series)),
        "cost": scope.words(event.cost),
        **_venue(scope, event.venue or Venue.model_construct()),
        "organizer": [scope.party(party_id) for party_id in event.organisers],
    }


def _coded(scope: Scope, code: str, label: str, words: str, value: StrEnum | None) -> Row:
    """Return a value twice: as its code for programs and in the language's words."""
    if value is None:
        return {}
    return {code: value.value, label: scope.language.text(f"event.{words}.{value}")}


def _audience(event: Event, series: Series | None) -> Audience | None:
    return event.audience or (series.audience if series else None)


def _moment(scope: Scope, moment: date | datetime | None) -> str | None:
    if isinstance(moment, datetime):
        zone = ZoneInfo(scope.site.settings.timezone)
        return moment.replace(tzinfo=zone).isoformat()
    return moment.isoformat() if moment else None


def _venue(scope: Scope, venue: Venue) -> Row:
    place = scope.site.get(Place, venue.place) if venue.place else None
    return {
        "venue": scope.words(venue.title),
        "street": venue.street,
        "postalCode": venue.postal_code,
        "locality": scope.words(venue.locality),
        "municipality": scope.names(place),
        "latitude": venue.coordinates.latitude if venue.coordinates else None,
        "longitude": venue.coordinates.longitude if venue.coordinates else None,
    }


GRANT_FIELDS = (
    *COMMON,
    Field("grantProgramme"),
    Field("year", "gYear"),
    Field("opens", "date"),
    Field("closes", "date"),
    Field("awardDate", "date"),
    Field("decidedBy"),
    Field("fundingOrganization"),
    Field("recipientOrganization"),
    Field("amountAwarded", "integer"),
    Field("currency"),
    Field("purpose"),
    Field("project"),
    Field("applicants", "integer"),
    Field("roundTotal", "integer"),
    *LAST,
)
"""The fields of the list of grants: one row for each recipient of each round."""


def grant_rows(scope: Scope) -> Iterator[Row]:
    """Yield a row for every recipient of a round, and one for a round without known recipients."""
    grant = scope.record
    assert isinstance(grant, Grant)
    round_row = _round(scope, grant)
    for recipient in grant.recipients or (None,):
        yield {**round_row, **_recipient(scope, recipient)}


def _round(scope: Scope, grant: Grant) -> Row:
    scheme = scope.site.get(Scheme, grant.scheme)
    return {
        **scope.common(grant),
        "grantProgramme": scope.names(scheme),
        "year": grant.year,
        "opens": grant.opens.isoformat() if grant.opens else None,
        "closes": grant.closes.isoformat() if grant.closes else None,
        "awardDate": grant.decided.isoformat() if grant.decided else None,
        "decidedBy": scope.words(grant.decided_by),
        "fundingOrganization": scope.party(scheme.funder),
        "currency": scope.currency,
        "applicants": grant.applicants,
        "roundTotal": grant.total,
    }


def _recipient(scope: Scope, recipient: Recipient | None) -> Row:
    if recipient is None:
        return {}
    project = scope.site.get(Project, recipient.project) if recipient.project else None
    return {
        "recipientOrganization": scope.party(recipient.organisation),
        "amountAwarded": recipient.amount,
        "purpose": scope.words(recipient.purpose),
        "project": scope.names(project),
    }
