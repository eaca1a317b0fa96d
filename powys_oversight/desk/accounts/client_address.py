from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address seen or, behind a proxy on this machine, the last of X-Forwarded-For.

    Earlier entries are sent by the client and may be forged. A proxy is trusted only if BEHIND_HTTPS says
    that there is one.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    if settings.BEHIND_HTTPS and forwarded and _is_local(seen) and _is_address(forwarded):
        return forwarded
    return seen


def _is_local(address: str) -> bool:
    return not address or (_is_address(address) and ip_address(address).is_loopback)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
