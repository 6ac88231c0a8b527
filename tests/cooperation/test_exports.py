"""The register as files: what the filter shows, only what the user may see, in one query."""

import csv
import io
from datetime import date

import openpyxl
import pikepdf
import pytest
from django.urls import reverse

from cooperation.models import Agreement
from tests.base.factories import make_roles, make_staff
from tests.cooperation.factories import (
    make_agreement,
    make_many_agreements,
    make_organisation,
    make_partner,
)

pytestmark = pytest.mark.django_db
FORMATS = ["csv", "xlsx", "pdf"]


@pytest.fixture
def clerk(client):
    make_roles()
    client.force_login(make_staff("Sachbearbeitung", first_name="Clara", last_name="Beck"))
    return client


def address(kind, query=""):
    return reverse(f"cooperation:register_{kind}") + query


def content(answer):
    made = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return made


def lines_of_csv(answer):
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig")), delimiter=";"))


def make_lotsenhaus(**kw):
    kw.setdefault("title", "Lotsenhaus")
    return make_agreement(number="KV-1", signed_on=date(2015, 11, 17), **kw)


def test_csv_says_what_the_list_shows(clerk):
    parties = [make_organisation(name="Kreis"), make_organisation(name="Caritas")]
    make_lotsenhaus(
        parties=parties, term="fixed", first_end_on=date(2099, 6, 30), file_reference="51.2/7"
    )
    make_agreement(title="Anderes")
    header, line = lines_of_csv(
        clerk.get(address("csv", "?q=lotsen"), headers={"accept-language": "en"})
    )
    assert dict(zip(header, line, strict=True)) == {
        "Number": "KV-1",
        "File reference": "51.2/7",
        "Kind": "Cooperation agreement",
        "Title": "Lotsenhaus",
        "Parties": "Kreis; Caritas",
        "State": "in force",
        "In force from": "01.01.2020",
        "Until": "30.06.2099",
        "Last day to give notice": "",
        "Project": "",
        "Clerk": "",
        "Where the original lies": "",
    }


def test_day_of_notice_is_told_where_notice_would_change_something(clerk):
    term = {"term": "fixed", "first_end_on": date(2099, 6, 30), "renewal": "tacit"}
    term |= {"renewal_months": 12, "notice_months": 2, "notice_basis": "term"}
    told = make_lotsenhaus(**term)
    make_agreement(number="KV-2", **term)
    ended = make_agreement(number="KV-3", signed_on=date(2015, 11, 17), **term)
    ended.terminate(last_day=date(2098, 1, 31))
    header, *lines = lines_of_csv(clerk.get(address("csv")))
    place = header.index("Letzter Kündigungstag")
    found = {line[0]: line[place] for line in lines}
    assert found == {told.number: "30.04.2099", "KV-2": "", "KV-3": ""}


def test_xlsx_keeps_days_and_no_formula(clerk):
    make_lotsenhaus(title="=HYPERLINK(1)")
    book = openpyxl.load_workbook(io.BytesIO(content(clerk.get(address("xlsx")))))
    header, line = book.active.iter_rows()
    told = {name.value: cell for name, cell in zip(header, line, strict=True)}
    assert told["Titel"].value == "'=HYPERLINK(1)"
    assert told["Titel"].data_type == "s"
    assert told["In Kraft ab"].value.date() == date(2020, 1, 1)


def test_pdf_is_a_printed_register(clerk):
    make_lotsenhaus()
    answer = clerk.get(address("pdf"))
    document = pikepdf.open(io.BytesIO(content(answer)))
    assert str(document.Root.Lang) == "de"
    assert document.docinfo["/Title"] == "Register der Kooperationsvereinbarungen"
    assert document.pages[0].mediabox[2] > document.pages[0].mediabox[3]


@pytest.mark.parametrize("kind", FORMATS)
def test_file_is_a_download(clerk, kind):
    answer = clerk.get(address(kind))
    assert content(answer)
    assert answer["Content-Disposition"].startswith('attachment; filename="Vereinbarungen')


def test_partner_gets_only_the_own_rows_without_what_is_the_offices(client):
    caritas = make_organisation()
    make_lotsenhaus(parties=[make_organisation(), caritas], file_reference="geheim")
    make_agreement(number="KV-FREMD", signed_on=date(2020, 1, 1))
    make_agreement(number="KV-ENTWURF", parties=[make_organisation(), caritas])
    client.force_login(make_partner(caritas))
    header, *lines = lines_of_csv(client.get(address("csv")))
    assert [line[0] for line in lines] == ["KV-1"]
    assert {"Aktenzeichen", "Sachbearbeitung"} & set(header) == set()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("number", [3, 300])
def test_many_rows_cost_as_many_queries_as_few(clerk, kind, number, django_assert_num_queries):
    make_many_agreements(number, parties=[make_organisation(), make_organisation()])
    assert Agreement.objects.count() == number
    with django_assert_num_queries(5):
        content(clerk.get(address(kind)))
