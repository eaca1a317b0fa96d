from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    contact = settings.CONTACT
    is_mail = "@" in contact and not contact.startswith(("http://", "https://"))
    return {"contact": contact, "contact_href": f"mailto:{contact}" if is_mail else contact}
