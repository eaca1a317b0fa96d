"""JSON-LD of a page, in schema.org's words.

Only true types are used: an Event for what happened, a CreativeWork or a Report for what was written. There
is none for a finding, and no rating, ever. A date is as exact as it is known, or left out where ISO 8601
cannot write it.
"""

import re
from collections.abc import Iterable
from typing import Any

from powys_oversight.timeline.dates.formatting import html_datetime
from powys_oversight.timeline.models import Event, Organisation, Source

from .entries import Entry

CONTEXT = "https://schema.org"

AT_LEGISLATION = re.compile(r"^https?://www\.legislation\.gov\.uk/(\w+/\d{4}/\d+)")


def of_event(event: Event, site: str) -> dict[str, object]:
    kind = event.kind_info
    happened = kind.schema_type == "Event"
    issuer = _body(event.issued_by, event.issuer_name()) if event.issued_by else None
    described: dict[str, object] = {
        "@context": CONTEXT,
        "@type": kind.schema_type,
        "@id": site + event.get_absolute_url(),
        "url": site + event.get_absolute_url(),
        "name": event.title,
        "description": event.summary,
        "inLanguage": "en-GB",
        "citation": [_source(source, site) for source in _sources(event)],
    }
    if happened:
        described |= {
            "startDate": html_datetime(event.occurred),
            "endDate": html_datetime(event.ended),
            "organizer": issuer,
        }
    else:
        described |= _dates_of_a_work(event, is_publication=kind.schema_type == "Report") | {
            "publisher": issuer
        }
    if kind.given_under:
        described["isBasedOn"] = {
            "@type": "Legislation",
            "name": kind.given_under.name,
            "legislationIdentifier": kind.given_under.identifier,
            "url": f"https://www.legislation.gov.uk/{kind.given_under.identifier}",
        }
    return _given(described)


def of_source(source: Source, site: str) -> dict[str, object]:
    return {"@context": CONTEXT} | _source(source, site)


def of_list(entries: Iterable[Entry], site: str) -> dict[str, object]:
    shown = [entry.event for entry in entries if not entry.is_end]
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": event.title,
                "url": site + event.get_absolute_url(),
            }
            for place, event in enumerate(shown, 1)
        ],
    }


def _sources(event: Event) -> list[Source]:
    sources = {citation.source.slug: citation.source for citation in event.citations.all()}
    return list(sources.values())


def _source(source: Source, site: str) -> dict[str, object]:
    act = AT_LEGISLATION.match(source.url)
    described: dict[str, object] = {
        "@type": "Legislation" if act else "CreativeWork",
        "@id": site + source.get_absolute_url(),
        "name": source.title,
        "url": source.url or site + source.get_absolute_url(),
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": html_datetime(source.published),
        "inLanguage": source.language,
        "legislationIdentifier": act and act[1],
    }
    if source.url_cy:
        translation = {"@type": "CreativeWork", "url": source.url_cy, "inLanguage": "cy"}
        described["workTranslation"] = _given(translation | {"name": source.title_cy})
    return _given(described)


def _body(organisation: Organisation, name: str) -> dict[str, object]:
    public = organisation.voice != Organisation.Voice.OTHER
    return {"@type": "GovernmentOrganization" if public else "Organization", "name": name}


def _dates_of_a_work(event: Event, *, is_publication: bool) -> dict[str, object]:
    if is_publication:
        return {"datePublished": html_datetime(event.occurred)}
    published = event.published_on.isoformat() if event.published_on else None
    return {"dateCreated": html_datetime(event.occurred), "datePublished": published}


def _given(described: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in described.items() if value not in (None, "", [])}
