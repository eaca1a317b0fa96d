from django.utils.translation import gettext_lazy as _

from powys_oversight.pages.search import Hit, SearchGroup, register

from ..models import Finding, Measure

register(
    SearchGroup(
        "findings",
        _("What was found and said"),
        lambda: Finding.objects.published().select_related("event", "stated_by").in_order(),
        ["folded", "stated_by__folded"],
        lambda finding: Hit(finding.summary, finding.get_absolute_url(), "", finding.event.title),
        order=50,
    )
)
register(
    SearchGroup(
        "figures",
        _("Figures"),
        lambda: Measure.objects.published().order_by("slug"),
        ["folded"],
        lambda measure: Hit(measure.title, measure.get_absolute_url(), measure.about),
        order=60,
    )
)
