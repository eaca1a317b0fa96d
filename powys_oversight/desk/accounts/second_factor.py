"""The second step of signing in: a number from an app (TOTP).

It is asked of whoever has set it up and, with REQUIRE_SECOND_FACTOR, of everybody: who has none sets it up on
first signing in.
"""

import base64
from typing import Any

import django_otp
import segno
from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from .. import audit_log


class TokenForm(forms.Form):
    token = forms.CharField(
        label=_("Number from the app"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )

    def clean_token(self) -> str:
        return "".join(self.cleaned_data["token"].split())


def is_required(user: Any) -> bool:
    if not user.is_authenticated or user.is_verified():
        return False
    return settings.REQUIRE_SECOND_FACTOR or _confirmed_device(user) is not None


def _confirmed_device(user: User | AnonymousUser) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk").first()


@never_cache
def second_factor_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    user: Any = request.user
    if not (user.is_active and user.is_staff):
        return HttpResponseRedirect(reverse("admin:login"))
    device = _confirmed_device(user) or TOTPDevice.objects.filter(user=user).order_by("pk").first()
    device = device or TOTPDevice.objects.create(user=user, confirmed=False, name="app")
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_right(device, form.cleaned_data["token"]):
            return _let_in(request, device)
        audit_log.log_refusal(user, "second factor")
        form.add_error("token", _("That number is not right, or was used before. Wait for the next one."))
    context = site.each_context(request) | {
        "title": _("Second step"),
        "form": form,
        "next": request.GET.get("next", ""),
        "has_permission": site.has_permission(request),
    }
    if not device.confirmed:
        secret = base64.b32encode(device.bin_key).decode()
        context |= {"secret": secret, "picture": _picture(device.config_url)}
    return render(request, "desk/second_factor.html", context)


@require_POST
def leave_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("admin:login"))


def _is_right(device: TOTPDevice, token: str) -> bool:
    allowed, _why = device.verify_is_allowed()
    return bool(allowed and device.verify_token(token))


def _let_in(request: HttpRequest, device: TOTPDevice) -> HttpResponse:
    if not device.confirmed:
        device.confirmed = True
        device.save()
    django_otp.login(request, device)
    audit_log.log.info("second-factor user=%s", audit_log.quoted(request.user))
    destination = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        destination, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(destination if safe else reverse("admin:index"))


def _picture(address: str) -> SafeString:
    return SafeString(segno.make(address).svg_inline(scale=5, title=_("To scan with the app")))
