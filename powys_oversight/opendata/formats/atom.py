"""The timeline as an Atom feed: each event of a filter as one entry, with its corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from powys_oversight.pages.display.entries import Entry
from powys_oversight.timeline.about import LICENCE_URL, site_title
from powys_oversight.timeline.db import keyset
from powys_oversight.timeline.db.text import UNPRINTABLE
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter
from powys_oversight.timeline.models import Change, Event, Version
from powys_oversight.timeline.models.event_queries import EventQuerySet

CONTENT_TYPE = "application/atom+xml; charset=utf-8"

FEED_PAGE_SIZE = 500  # entries of one document. The rest is in the next (RFC 5005).

NEW, CORRECTED = "new", "corrected"


class DatedFeed(Atom1Feed):
    """An Atom feed whose date, without entries, is the record's and not the current time."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else self.feed["made_at"]


class _PagedFeed(DatedFeed):
    """With the address of the next document, and the licence."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})
        handler.addQuickElement("link", "", {"rel": "license", "href": LICENCE_URL})


@dataclass(frozen=True)
class FeedItem:
    """An event in a feed: when it was first published, and when last corrected."""

    event: Any

    @property
    def corrected(self) -> datetime | None:
        return self.event.corrected_at

    @property
    def updated(self) -> datetime:
        return self.corrected or self.published

    @property
    def published(self) -> datetime:
        return self.event.first_published_at or self.event.recorded_at

    @property
    def title(self) -> str:
        title = self.event.title
        return _("Corrected: %(title)s") % {"title": title} if self.corrected else title

    @property
    def text(self) -> str:
        entry = Entry(self.event)
        lines = [f"{entry.date_label}: {entry.when}", self.event.summary]
        if self.corrected and self.event.corrected_because:
            lines.append(_("Corrected: %(reason)s") % {"reason": self.event.corrected_because})
        lines += [cited.in_a_line for cited in entry.sources]
        return UNPRINTABLE.sub("", "\n\n".join(lines))


def with_corrections(events: EventQuerySet) -> EventQuerySet:
    """Add what an entry shows (four queries), first publication, last correction and its reason."""
    changes = Change.objects.public().filter(events=OuterRef("pk"))
    published = changes.filter(act=Change.Act.PUBLISH).order_by("pk").values("made_at")[:1]
    corrections = changes.corrections().newest_first()
    public_reason = Case(When(withheld="", then="reason"), default=Value(""), output_field=TextField())
    reasons = corrections.annotate(public_reason=public_reason).values("public_reason")[:1]
    return events.with_related().annotate(
        first_published_at=Subquery(published),
        corrected_at=Subquery(corrections.values("made_at")[:1]),
        corrected_because=Subquery(reasons),
    )


def feed_page(asked: TimelineFilter, after: int | None) -> tuple[list[FeedItem], int | None]:
    events = with_corrections(asked.events())
    events = keyset.beyond(events, "sort_key", after, reverse=asked.newest_first)
    shown, following = keyset.take(events, FEED_PAGE_SIZE)
    return [FeedItem(event) for event in shown], shown[-1].sort_key if following else None


def feed_document(
    entries: Iterable[FeedItem],
    asked: TimelineFilter,
    *,
    site: str,
    address: str,
    next_url: str,
    version: Version,
) -> bytes:
    """Return the document. An entry's id never changes; it is updated only by substantive corrections."""
    feed = _PagedFeed(
        title=site_title(asked.in_words()),
        link=f"{site}/" + (f"?{asked.query}" if asked.query else ""),
        description=_("Events of the record, and corrections of them. Version %(version)s of the record.")
        % {"version": version},
        language="en-GB",
        feed_url=address,
        author_name=_("The editors"),
        feed_guid="tag:powys-oversight,2026:timeline" + (f"?{asked.query}" if asked.query else ""),
        next_url=next_url,
        made_at=version.made_at,
    )
    for entry in entries:
        event: Event = entry.event
        feed.add_item(
            title=UNPRINTABLE.sub("", entry.title),
            link=site + event.get_absolute_url(),
            description=linebreaks(entry.text, autoescape=True),  # a feed reader takes it for HTML
            unique_id=f"tag:powys-oversight,2026:event-{event.slug}",
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=_("The editors"),
            categories=[CORRECTED if entry.corrected else NEW, event.kind],
        )
    return feed.writeString("utf-8").encode()
