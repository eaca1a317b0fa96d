from datetime import date

from django.utils.translation import ngettext

from powys_oversight.timeline.dates.formatting import format_month
from powys_oversight.timeline.filters.timeline_filter import TimelineFilter

from .structure import Year

QUIET_MONTHS = 3  # whole months without an event before a gap is shown


def mark_silences(years: list[Year], asked: TimelineFilter) -> None:
    sections = [section for year in years for section in year.sections]
    if asked.newest_first:
        sections = sections[::-1]
    reached: date | None = None
    for section in sections:
        entries = [entry for cluster in section.clusters for entry in cluster]
        begins = min(entry.sorts_on for entry in entries)
        if reached:
            section.quiet_before = _silence(reached, begins, narrowed=asked.is_narrowed)
        ends = max(entry.may_end for entry in entries)
        reached = max(reached, ends) if reached else ends


def _silence(last: date, following: date, *, narrowed: bool) -> str:
    months = (following.year - last.year) * 12 + following.month - last.month - 1
    if months < QUIET_MONTHS:
        return ""
    template = (
        ngettext(
            "No event found by these filters from %(first)s to %(last)s: %(n)d month.",
            "No event found by these filters from %(first)s to %(last)s: %(n)d months.",
            months,
        )
        if narrowed
        else ngettext(
            "No published event found from %(first)s to %(last)s: %(n)d month.",
            "No published event found from %(first)s to %(last)s: %(n)d months.",
            months,
        )
    )
    first = last.year * 12 + last.month  # the month after, counted from nought
    end = following.year * 12 + following.month - 2
    return template % {
        "first": format_month(first // 12, first % 12 + 1),
        "last": format_month(end // 12, end % 12 + 1),
        "n": months,
    }
