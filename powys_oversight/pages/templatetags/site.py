"""The menu: the sections of the site, and which of them a page lies in."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from powys_oversight.timeline.kinds import Words

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """A section of the site: the name of its address, its label, and the names of the pages below it."""

    name: str
    label: Words
    below: tuple[str, ...] = ()
    query: str = ""

    @property
    def href(self) -> str:
        return reverse(self.name) + self.query


SECTIONS = (
    MenuItem("story", _("Story")),
    MenuItem("timeline", _("Timeline"), ("event", "event_history", "table"), query="?show=all"),
    MenuItem("service_list", _("Services"), ("service", "service_part", "briefing")),
    MenuItem("findings", _("Findings"), ("theme",)),
    MenuItem("requirements", _("Requirements")),
)
MORE = (
    MenuItem("choose_day", _("Any day"), ("as_of", "compare")),
    MenuItem("who_knew", _("Who knew when")),
    MenuItem("measures", _("Figures"), ("measure",)),
    MenuItem("disagreements", _("Disagreements")),
    MenuItem("people", _("People")),
    MenuItem("source_list", _("Sources"), ("source", "unseen_documents")),
    MenuItem("glossary", _("Terms")),
    MenuItem("data", _("Data"), ("api",)),
    MenuItem("about", _("About")),
)


@register.inclusion_tag("pages/_menu.html", takes_context=True)
def menu(context: Context) -> dict[str, object]:
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match else ""
    is_front = name == "timeline" and not request.GET if request else False
    current = next((part for part in (*SECTIONS, *MORE) if name == part.name or name in part.below), None)
    return {
        "sections": SECTIONS,
        "more": MORE,
        "current": None if is_front else current,
        "is_here": current is not None and name == current.name,
    }
