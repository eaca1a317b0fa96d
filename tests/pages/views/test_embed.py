from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from powys_oversight.pages.views import embed
from tests.factories import make_milestone, make_service

pytestmark = pytest.mark.django_db


def oembed(client: Client, url: str, **more: str) -> Any:
    return client.get("/oembed", {"url": url, **more})


class TestTheFrame:
    def test_any_page_may_frame_it(self, client: Client) -> None:
        answer = client.get("/embed/")
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_the_rest_of_its_policy_is_as_strict_as_ever(self, client: Client) -> None:
        assert "default-src 'self'" in client.get("/embed/")["Content-Security-Policy"]

    @pytest.mark.parametrize("address", ["/", "/data/", "/api/", "/timeline.csv", "/oembed", "/admin/login/"])
    def test_nothing_else_may_be_framed(self, client: Client, address: str) -> None:
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"

    def test_it_has_the_events_of_its_filter_in_their_order(self, client: Client) -> None:
        service = make_service(slug="adult-services")
        make_milestone(title="The second", occurred="2019", services=[service])
        make_milestone(title="The first", occurred="2018", services=[service])
        make_milestone(title="Another’s")
        html = client.get("/embed/?service=adult-services").content.decode()
        assert html.index("The first") < html.index("The second")
        assert "Another’s" not in html

    def test_where_there_are_more_it_says_so(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(embed, "MAX_EVENTS", 2)
        for _ in range(3):
            make_milestone()
        html = client.get("/embed/?from=2018").content.decode()
        assert html.count("<h2>") == 2
        assert 'href="http://testserver/?from=2018" target="_blank" rel="noopener">There are more' in html

    def test_what_cannot_be_read_is_said(self, client: Client) -> None:
        answer = client.get("/embed/?from=banana")
        assert answer.status_code == 200
        assert "banana" in answer.content.decode()

    def test_no_title_runs(self, client: Client) -> None:
        make_milestone(title="<script>alert(1)</script>")
        assert "<script>alert" not in client.get("/embed/").content.decode()

    def test_the_timeline_gives_the_html_for_just_its_events(self, client: Client) -> None:
        html = client.get("/?from=2018&to=2019").content.decode()
        assert "&lt;iframe src=&quot;http://testserver/embed/?from=2018&amp;amp;to=2019&quot;" in html


class TestOEmbed:
    @pytest.mark.parametrize(
        ("path", "framed"),
        [("/", "/embed/"), ("/?from=2018&nonsense=1", "/embed/?from=2018"),
         ("/embed/?from=2018", "/embed/?from=2018"),
         ("/services/adult-services/", "/embed/?service=adult-services")],
    )  # fmt: skip
    def test_it_frames_what_an_address_shows(self, client: Client, path: str, framed: str) -> None:
        make_service(slug="adult-services")
        told = oembed(client, f"http://testserver{path}").json()
        assert (told["type"], told["version"]) == ("rich", "1.0")
        assert f'src="http://testserver{framed}"' in told["html"]

    def test_it_keeps_to_the_room_there_is(self, client: Client) -> None:
        told = oembed(client, "http://testserver/", maxwidth="300", maxheight="5000000").json()
        assert (told["width"], told["height"]) == (300, 600)
        assert 'width="300"' in told["html"]

    @pytest.mark.parametrize(
        "url",
        ["", "http://evil.example/", "javascript:alert(1)", "http://testserver.evil.example/",
         "//testserver/",
         "http://testserver/admin/", "http://[::1", "http://testserver/events/nope/", "http://a@testserver/"],
    )  # fmt: skip
    def test_an_address_with_no_list_of_ours_is_not_found(self, client: Client, url: str) -> None:
        assert oembed(client, url).status_code == 404

    @pytest.mark.parametrize("width", ["x", "-1", "1.5", "9" * 5000, "²"])
    def test_a_width_that_is_none_is_refused(self, client: Client, width: str) -> None:
        assert oembed(client, "http://testserver/", maxwidth=width).status_code == 400

    def test_xml_is_not_given(self, client: Client) -> None:
        assert oembed(client, "http://testserver/", format="xml").status_code == 501

    def test_the_timeline_says_where_to_ask(self, client: Client) -> None:
        html = client.get("/?from=2018").content.decode()
        asked = quote("http://testserver/?from=2018", safe="")
        assert f'type="application/json+oembed" href="/oembed?url={asked}"' in html

    def test_a_query_of_many_fields_is_no_error(self, client: Client) -> None:
        assert oembed(client, "http://testserver/?" + "&".join(["a=1"] * 500)).status_code in (404, 200)
