"""A grafia que o WhatsApp usa para celulares brasileiros."""

import random

import pytest

from simulator import people


@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        ("551187654321", "5511987654321"),
        ("5511987654321", "5511987654321"),
        ("5531987654321", "553187654321"),
        ("553187654321", "553187654321"),
        ("551133334444", "551133334444"),
        ("14155550123", "14155550123"),
    ],
)
def test_mobiles_have_the_ninth_digit_up_to_area_28_only(number: str, spelling: str) -> None:
    assert people.whatsapp_spelling(number) == spelling


def test_invented_people_are_found_by_their_own_spelling() -> None:
    rng = random.Random(1)

    for _ in range(200):
        phone = people.phone(rng)
        assert people.whatsapp_spelling(phone) == phone
        assert people.may_exist(phone)
