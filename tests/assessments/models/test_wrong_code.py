from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import WrongCodes
from assessments.models.wrong_code import EVERYWHERE, FROM_EVERYWHERE, FROM_ONE_ADDRESS

pytestmark = pytest.mark.django_db

HERE, THERE = "192.0.2.7", "192.0.2.8"


def count(number, address=HERE):
    for _ in range(number):
        WrongCodes.count_one(address)


def an_hour_later():
    WrongCodes.objects.update(since=timezone.now() - timedelta(minutes=61))


def test_twenty_from_one_address_are_many_for_that_address_alone():
    count(FROM_ONE_ADDRESS - 1)
    assert not WrongCodes.are_many(HERE)
    count(1)
    assert WrongCodes.are_many(HERE)
    assert not WrongCodes.are_many(THERE)


def test_many_from_everywhere_are_many_for_all():
    count(1, THERE)
    WrongCodes.objects.filter(pk=EVERYWHERE).update(count=FROM_EVERYWHERE - 1)
    assert not WrongCodes.are_many(HERE)
    count(1, THERE)
    assert WrongCodes.are_many(HERE)


def test_an_hour_later_they_are_forgotten_and_the_count_begins_anew():
    count(FROM_ONE_ADDRESS)
    an_hour_later()
    assert not WrongCodes.are_many(HERE)
    count(1)
    assert sorted(WrongCodes.objects.values_list("count", flat=True)) == [1, 1]


def test_no_address_stands_in_the_database():
    count(1)
    assert not [row for row in WrongCodes.objects.values_list("pk", flat=True) if HERE in row]
