"""Under which licence the record is taken away: said in one way on pages, in files and to machines."""

from django.utils.translation import gettext_lazy as _

NAME = "CC BY 4.0"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
TERMS = _(
    "The text of this record is under the Creative Commons Attribution 4.0 licence (CC BY 4.0): use it, "
    "and say where it comes from. The documents it cites have licences of their own, named with each "
    "source. Welsh Government statements: contains public sector information licensed under the Open "
    "Government Licence v3.0."
)
