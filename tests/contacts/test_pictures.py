"""Fotos de contatos: buscadas, guardadas, pedidas de novo com a idade."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.contacts import pictures
from core.models import Picture
from multichat import storage_url
from tests.api.caller import text_from

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "5511900000002"


@pytest.fixture
def foto(wapi, connected, receive):
    """Um contato com foto no simulador."""
    wapi.write(connected.instance_id, text="oi", contact=PHONE)
    assert wapi.wait_until_quiet()
    for one in reversed(wapi.simulation.postman.deliveries(connected.instance_id)):
        receive(connected, one.payload)
    return Picture.objects.get(address=PHONE)


def test_a_picture_is_fetched_kept_and_asked_for_again_after_a_week(foto):
    pictures.refresh(foto.pk)

    foto.refresh_from_db()
    assert (foto.served_type, foto.failures) == ("image/jpeg", 0)
    assert foto.storage_name.startswith(f"{foto.cliente_id}/")
    assert timedelta(days=6) < foto.next_try_at - timezone.now() <= timedelta(days=7)


def test_an_expired_address_is_asked_of_the_gateway(foto):
    Picture.objects.update(url=foto.url.replace("/pps/", "/nao-ha/"))

    pictures.refresh(foto.pk)

    foto.refresh_from_db()
    assert foto.storage_name
    assert "nao-ha" not in foto.url


def test_a_hidden_picture_goes_and_a_failure_only_waits(foto, wapi):
    pictures.refresh(foto.pk)
    wapi.simulation.faults.add("http_500", times=1)
    pictures.refresh(foto.pk)
    foto.refresh_from_db()
    failed = (foto.storage_name is not None, foto.failures)
    Picture.objects.update(address="5511900000007")  # o simulador esconde as fotos de quem acaba em 7
    pictures.refresh(foto.pk)

    foto.refresh_from_db()
    assert failed == (True, 1)
    assert (foto.storage_name, foto.failures) == (None, 0)


def test_a_storage_that_is_away_only_makes_the_pictures_wait(foto, settings):
    Picture.objects.create(
        cliente_id=foto.cliente_id, instance=foto.instance, address="5511900000103", url=foto.url,
        next_try_at=timezone.now() - timedelta(seconds=1),
    )  # fmt: skip
    away = storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0")
    settings.STORAGES = {**settings.STORAGES, "media": away}

    pictures.run()

    tried = list(Picture.objects.values_list("storage_name", "failures"))
    assert tried == [(None, 1), (None, 1)]
    assert not Picture.objects.filter(next_try_at__lt=timezone.now() + timedelta(minutes=9)).exists()


def test_a_forbidden_address_is_never_fetched(foto, settings):
    settings.MEDIA_EXTRA_HOSTS = []

    pictures.refresh(foto.pk)

    foto.refresh_from_db()
    assert foto.storage_name is None
    assert foto.next_try_at - timezone.now() > timedelta(days=6)


def test_the_job_takes_few_at_a_time_and_rests_when_there_is_nothing(foto):
    for n in range(6):
        Picture.objects.create(
            cliente_id=foto.cliente_id, instance=foto.instance, address=f"551190000010{n}", url=foto.url,
            next_try_at=timezone.now() - timedelta(seconds=1),
        )  # fmt: skip

    rests = [pictures.run() for _ in range(4)]

    assert rests == [1.0, 1.0, 1.0, 5.0]
    assert not Picture.objects.filter(storage_name=None).exists()


def test_a_new_signature_of_the_same_picture_is_not_fetched_again(foto, connected, receive):
    pictures.refresh(foto.pk)
    before = Picture.objects.get(pk=foto.pk).next_try_at

    receive(
        connected, text_from(PHONE, moment=1_900_000_000, chat={"id": PHONE, "profilePicture": f"{foto.url}?oe=ffff"})
    )
    same_picture = Picture.objects.get(pk=foto.pk).next_try_at
    receive(
        connected,
        text_from(
            PHONE,
            moment=int(timezone.now().timestamp()) + 60,
            chat={"id": PHONE, "profilePicture": "https://pps.whatsapp.net/nova.jpg"},
        ),
    )

    assert same_picture == before
    assert Picture.objects.get(pk=foto.pk).next_try_at <= timezone.now()
