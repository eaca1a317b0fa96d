import json
import re
from typing import Any

import pytest
from django.test import Client

from powys_oversight.timeline import kinds
from powys_oversight.timeline.history import versions
from tests.factories import make_inspection, make_milestone, make_notice, make_organisation, make_source

pytestmark = pytest.mark.django_db

TYPES = {"Event", "Report", "CreativeWork"}


def told(client: Client, address: str) -> Any:
    html = client.get(address).content.decode()
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


def test_an_event_is_described_with_who_did_it_and_what_it_rests_on(client: Client) -> None:
    issuer = make_organisation(name="Care Inspectorate Wales", voice="inspectorate")
    source = make_source(slug="bbc", title="A report", url="https://example.org/a")
    make_inspection(slug="a-visit", title="A visit", occurred="2018-04", issued_by=issuer, cited_in=[source])
    found = told(client, "/events/a-visit/")
    assert (found["@type"], found["name"], found["startDate"]) == ("Event", "A visit", "2018-04")
    assert found["organizer"] == {"@type": "GovernmentOrganization", "name": "Care Inspectorate Wales"}
    assert found["citation"][0]["url"] == "https://example.org/a"


@pytest.mark.parametrize(
    ("occurred", "start"),
    [("2018", "2018"), ("2018-04", "2018-04"), ("2018-04-16", "2018-04-16"), ("2018-22", None),
     ("2018-04-30/2018-05-06", None), ("../2018-10-18", None), ("2018-04~", None)],
)  # fmt: skip
def test_a_date_is_as_exact_as_it_is_known_or_not_given(
    client: Client, occurred: str, start: str | None
) -> None:
    make_milestone(slug="a", occurred=occurred)
    assert told(client, "/events/a/").get("startDate") == start


def test_a_notice_is_something_written_under_the_act(client: Client) -> None:
    make_notice(slug="a-notice", occurred="2017-10-17")
    found = told(client, "/events/a-notice/")
    assert (found["@type"], found["dateCreated"]) == ("CreativeWork", "2017-10-17")
    assert "datePublished" not in found
    assert found["isBasedOn"]["@type"] == "Legislation"
    assert found["isBasedOn"]["legislationIdentifier"] == "anaw/2014/4"


def test_every_kind_is_of_a_type_that_is_true() -> None:
    assert {model.KIND.schema_type for model in kinds.models()} <= TYPES


def test_a_source_on_legislation_gov_uk_is_legislation(client: Client) -> None:
    source = make_source(
        slug="act",
        url="https://www.legislation.gov.uk/anaw/2014/4/part/8",
        url_cy="https://www.legislation.gov.uk/anaw/2014/4/part/8/welsh",
        title_cy="Deddf",
    )
    make_milestone(cited_in=[source])
    found = told(client, "/sources/act/")
    assert (found["@type"], found["legislationIdentifier"]) == ("Legislation", "anaw/2014/4")
    assert found["workTranslation"]["inLanguage"] == "cy"


def test_the_timeline_is_a_list_of_what_is_on_it(client: Client) -> None:
    make_milestone(slug="b", occurred="2019")
    make_milestone(slug="a", occurred="2018")
    listed = told(client, "/")["itemListElement"]
    assert [(each["position"], each["url"]) for each in listed] == [
        (1, "http://testserver/events/a/"),
        (2, "http://testserver/events/b/"),
    ]


def test_the_data_is_a_dataset_with_each_file(client: Client) -> None:
    found = told(client, "/data/")
    assert found["@type"] == "Dataset"
    assert found["version"] == versions.current().digest
    for each in found["distribution"]:
        assert each["@type"] == "DataDownload"
        assert client.get(each["contentUrl"].removeprefix("http://testserver")).status_code == 200


def test_nothing_in_it_can_end_its_element(client: Client) -> None:
    title = "</script><script>alert(1)</script> & <!-- ŵ"
    make_milestone(slug="a", title=title)
    assert told(client, "/events/a/")["name"] == title
