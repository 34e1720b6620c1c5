"""The comparison in the browser: whole on paper, and read on a phone with the type at every place."""

import pytest
from django.urls import reverse

from tests import cast
from tests.assessments import comparing
from tests.browser import paper, steps
from tests.browser.test_print import faults_on_paper, print_out, unprinted


def open_comparison(page, live_server, make):
    work = make()
    steps.sign_in(page, live_server.url, cast.owner())
    page.goto(reverse("engagement-comparison", args=[work.pk]))
    return work


@pytest.mark.parametrize("make", [comparing.twelve, comparing.five, comparing.four])
def test_all_of_it_is_on_paper_and_nothing_is_cut(desk, live_server, make):
    work = open_comparison(desk, live_server, make)
    pdf = print_out(desk)
    assert not unprinted(desk, pdf)
    assert not faults_on_paper(desk)
    assert paper.squeezed(work.title) in paper.words(pdf)
    assert paper.pages(pdf) <= 5


def test_on_a_phone_every_place_says_what_it_is(phone, live_server):
    open_comparison(phone, live_server, comparing.twelve)
    row = phone.locator(".spread").first.locator("tbody tr").first
    labels = row.locator("td").evaluate_all("cells => cells.map((cell) => getComputedStyle(cell, '::before').content)")
    assert labels == [f'"{name}"' for name in PLACES]


PLACES = ("Informing", "Consulting", "Involving", "Co-producing", "Not sure", "None of these")
