from django.utils.translation import gettext_lazy as _

from powys_oversight.pages.search import Hit, SearchGroup, event_columns, register

from ..models import RequiredAction

event_columns += ["warningnotice__legal_basis", "supportmeasure__legal_basis"]

register(
    SearchGroup(
        "requirements",
        _("What was required"),
        lambda: (
            RequiredAction.objects.published().select_related("event").order_by("event__sort_key", "number")
        ),
        ["folded", "legal_basis", "period_as_worded"],
        lambda action: Hit(action.summary, action.get_absolute_url(), action.legal_basis, action.event.title),
        order=40,
    )
)
