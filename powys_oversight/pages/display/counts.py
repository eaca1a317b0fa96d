from django.urls import reverse
from django.utils.translation import ngettext

from powys_oversight.timeline.models import Disagreement

from .. import panels


@panels.on_front(order=40)
def disagreements() -> panels.Count:
    total = Disagreement.objects.published().distinct().count()
    words = ngettext("question on which the sources differ", "questions on which the sources differ", total)
    return panels.Count(str(total), words, reverse("disagreements"))
