"""Who comes in, how they are kept out, and what is written down of it."""

import base64
import logging
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from powys_oversight.desk import audit_log
from powys_oversight.desk.accounts import client_address
from powys_oversight.timeline.publishing.workflow import PUBLISH, take
from tests.factories import PASSWORD, make_milestone, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **headers: Any) -> Any:
    return client.post(LOGIN, {"username": username, "password": password, "next": "/admin/"}, **headers)


class TestPasswords:
    @pytest.mark.parametrize(
        "password",
        [
            "Short-9ne!",
            "passwordpassword",
            "Password12345678!",
            "qwertyuiop123456",
            "powyscountycouncil",
            "careinspectoratewales",
            "iloveyouiloveyou",
            "1234567890123456",
            "aaaaaaaaaaaaaaaaaaaa",
        ],
    )
    def test_what_can_be_guessed_is_refused(self, password: str) -> None:
        with pytest.raises(ValidationError):
            validate_password(password)

    @pytest.mark.parametrize("password", [PASSWORD, "x7Kp-29fLq-bR4t-Zz", PASSWORD + "s" * 200])
    def test_what_cannot_is_taken_however_long(self, password: str) -> None:
        validate_password(password)

    def test_a_password_of_ones_own_name_is_refused(self) -> None:
        user = User(username="gwendolyn.llewellyn", email="gwendolyn@example.org")
        with pytest.raises(ValidationError):
            validate_password("gwendolynllewellyn1", user)


class TestTheThrottle:
    def guess(self, client: Client, username: str, times: int, address: str = "203.0.113.9") -> Any:
        for _ in range(times):
            answer = sign_in(client, username, "wrong", REMOTE_ADDR=address)
        return answer

    def test_five_wrong_passwords_close_the_door_even_to_the_right_one(self, client: Client) -> None:
        user = make_user("Editor")
        self.guess(client, user.username, 5)
        answer = sign_in(client, user.username, REMOTE_ADDR="203.0.113.9")
        assert answer.status_code == 429
        assert "Wait a quarter of an hour" in answer.content.decode()

    def test_the_same_person_comes_in_from_elsewhere(self, client: Client) -> None:
        user = make_user("Editor")
        self.guess(client, user.username, 5)
        assert sign_in(client, user.username, REMOTE_ADDR="198.51.100.4").status_code == 302

    def test_others_come_in_from_there(self, client: Client) -> None:
        self.guess(client, make_user("Editor").username, 5)
        other = make_user("Editor")
        assert sign_in(client, other.username, REMOTE_ADDR="203.0.113.9").status_code == 302

    def test_the_door_opens_again_after_a_while(self, client: Client) -> None:
        user = make_user("Editor")
        self.guess(client, user.username, 5)
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
        assert sign_in(client, user.username, REMOTE_ADDR="203.0.113.9").status_code == 302

    def test_a_forged_header_opens_no_other_door(self, client: Client) -> None:
        user = make_user("Editor")
        for number in range(5):
            sign_in(client, user.username, "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        assert sign_in(client, user.username, HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429


class TestAddresses:
    @pytest.mark.parametrize(
        ("behind_https", "seen", "forwarded", "address"),
        [
            pytest.param(False, "127.0.0.1", "6.6.6.6", "127.0.0.1", id="no proxy is believed"),
            pytest.param(True, "127.0.0.1", "203.0.113.7", "203.0.113.7", id="a proxy on this machine"),
            pytest.param(True, "127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7", id="a forged first part"),
            pytest.param(True, "203.0.113.7", "6.6.6.6", "203.0.113.7", id="not by the proxy"),
            pytest.param(True, "127.0.0.1", "nonsense", "127.0.0.1", id="no address"),
            pytest.param(True, "127.0.0.1", "", "127.0.0.1", id="no header"),
            pytest.param(True, "", "2001:db8::1", "2001:db8::1", id="a socket, and IPv6"),
        ],
    )
    def test_the_clients_own_is_found(
        self, rf: Any, settings: Any, behind_https: bool, seen: str, forwarded: str, address: str
    ) -> None:
        settings.BEHIND_HTTPS = behind_https
        request = rf.get("/", REMOTE_ADDR=seen, HTTP_X_FORWARDED_FOR=forwarded)
        assert client_address.client_address(request) == address


class TestSessions:
    def test_a_changed_password_ends_the_others(self, client: Client) -> None:
        user = make_user("Editor")
        client.force_login(user)
        user.set_password("another " + PASSWORD)
        user.save()
        assert client.get("/admin/").status_code == 302

    def test_whoever_is_made_inactive_is_out(self, client: Client) -> None:
        user = make_user("Editor")
        client.force_login(user)
        user.is_active = False
        user.save()
        assert client.get("/admin/").status_code == 302

    def test_signing_in_changes_the_key(self, client: Client) -> None:
        client.get(LOGIN)
        before = client.session.session_key
        sign_in(client, make_user("Editor").username)
        assert client.session.session_key != before

    def test_it_lasts_a_working_day_at_most(self, client: Client, settings: Any) -> None:
        sign_in(client, make_user("Editor").username)
        assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
        assert client.session.get_expire_at_browser_close()


def number_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06d}"


class TestTheSecondStep:
    @pytest.fixture
    def required(self, settings: Any) -> None:
        settings.REQUIRE_SECOND_FACTOR = True

    def test_it_is_not_asked_where_it_is_not_required(self, client: Client) -> None:
        sign_in(client, make_user("Editor").username)
        assert client.get("/admin/").status_code == 200

    @pytest.mark.usefixtures("required")
    def test_where_it_is_a_password_alone_opens_nothing(self, client: Client) -> None:
        sign_in(client, make_user("Editor").username)
        for address in ("/admin/", "/admin/timeline/source/", "/admin/publication/", "/admin/from-document/"):
            answer = client.get(address, follow=True)
            assert "Set up the second step" in answer.content.decode()

    @pytest.mark.usefixtures("required")
    def test_it_is_set_up_on_first_signing_in(self, client: Client) -> None:
        user = make_user("Editor")
        sign_in(client, user.username)
        page = client.get("/admin/second-factor/").content.decode()
        assert "<svg" in page
        device = TOTPDevice.objects.get(user=user)
        answer = client.post(
            "/admin/second-factor/?next=/admin/timeline/source/", {"token": number_of(device)}
        )
        assert answer["Location"] == "/admin/timeline/source/"
        assert client.get("/admin/").status_code == 200

    @pytest.mark.usefixtures("required")
    def test_a_wrong_number_opens_nothing(self, client: Client) -> None:
        sign_in(client, make_user("Editor").username)
        answer = client.post("/admin/second-factor/", {"token": "000000"})
        assert "not right" in answer.content.decode()
        assert client.get("/admin/").status_code == 302

    @pytest.mark.usefixtures("required")
    def test_a_number_is_used_once(self, client: Client) -> None:
        user = make_user("Editor")
        device = TOTPDevice.objects.create(user=user, confirmed=True, name="app")
        sign_in(client, user.username)
        number = number_of(device)
        client.post("/admin/second-factor/", {"token": number})
        other = Client()
        sign_in(other, user.username)
        assert "not right" in other.post("/admin/second-factor/", {"token": number}).content.decode()

    def test_whoever_has_set_it_up_is_asked_though_it_is_not_required(self, client: Client) -> None:
        user = make_user("Editor")
        TOTPDevice.objects.create(user=user, confirmed=True, name="app")
        sign_in(client, user.username)
        page = client.get("/admin/", follow=True).content.decode()
        assert "Number from the app" in page
        assert "Key:" not in page

    @pytest.mark.usefixtures("required")
    def test_whoever_has_no_number_may_leave(self, client: Client) -> None:
        sign_in(client, make_user("Editor").username)
        client.post("/admin/second-factor/leave/")
        assert "_auth_user_id" not in client.session

    def test_nobody_else_sees_its_key(self, client: Client) -> None:
        device = TOTPDevice.objects.create(user=make_user("Editor"), confirmed=True, name="app")
        client.force_login(make_user("Administrator"))
        html = client.get(f"/admin/otp_totp/totpdevice/{device.pk}/change/").content.decode()
        assert device.key not in html
        assert base64.b32encode(device.bin_key).decode() not in html

    def test_it_does_not_lead_to_another_site(self, client: Client) -> None:
        user = make_user("Editor")
        device = TOTPDevice.objects.create(user=user, confirmed=True, name="app")
        sign_in(client, user.username)
        answer = client.post("/admin/second-factor/?next=https://evil.example/", {"token": number_of(device)})
        assert answer["Location"] == "/admin/"

    def test_it_is_nothing_to_a_stranger(self, client: Client) -> None:
        assert client.get("/admin/second-factor/")["Location"].startswith(LOGIN)


class TestTheLog:
    @pytest.fixture(autouse=True)
    def listening(self, caplog: Any) -> None:
        caplog.set_level(logging.INFO, logger="powys_oversight.desk")

    def test_signing_in_and_failing_to_are_written_down(self, client: Client, caplog: Any) -> None:
        user = make_user("Editor", username="joan")
        sign_in(client, user.username, "wrong")
        sign_in(client, user.username)
        assert [r.getMessage() for r in caplog.records if r.name == audit_log.log.name] == [
            "sign-in-failed user='joan'",
            "signed-in user='joan'",
        ]

    def test_a_name_that_breaks_lines_makes_one_line(self, client: Client, caplog: Any) -> None:
        sign_in(client, "joan\r\nsigned-in user='root'")
        [line] = [r.getMessage() for r in caplog.records if r.name == audit_log.log.name]
        assert "\n" not in line
        assert "\r" not in line

    def test_a_password_is_never_written_down(self, client: Client, caplog: Any) -> None:
        sign_in(client, "joan", "my very own secret")
        assert "secret" not in caplog.text

    def test_a_closed_door_is_written_down(self, client: Client, caplog: Any) -> None:
        for _ in range(5):
            sign_in(client, "joan", "wrong")
        assert "locked-out user='joan'" in caplog.text

    def test_whoever_is_refused_a_page_is_written_down(self, client: Client, caplog: Any) -> None:
        user = make_user("Contributor")
        client.force_login(user)
        client.get("/admin/auth/user/")
        assert f"refused user='{user.username}' what='/admin/auth/user/'" in caplog.text

    def test_what_is_published_is_written_down(self, caplog: Any) -> None:
        by = make_user("Publisher")
        take(PUBLISH, [make_milestone(status="draft")], by=by)
        assert f"publish user='{by.username}' change=" in caplog.text


class TestAccounts:
    def test_an_administrator_does_not_make_a_superuser(self, client: Client) -> None:
        client.force_login(make_user("Administrator"))
        user = make_user("Editor")
        html = client.get(f"/admin/auth/user/{user.pk}/change/").content.decode()
        assert 'name="is_superuser"' not in html
        assert 'name="user_permissions"' not in html
        assert 'name="groups"' in html

    def test_an_administrator_does_not_change_one(self, client: Client) -> None:
        client.force_login(make_user("Administrator"))
        root = User.objects.create_superuser("root")
        answer = client.post(f"/admin/auth/user/{root.pk}/change/", {"username": "mine"})
        assert answer.status_code == 403
