"""Como o arquivo chega ao gateway: o caminho certo, o tamanho que cabe, o prazo do endereço."""

import base64
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from core.media import handover, stored_file
from core.media.handover import TooLargeForBase64, hand_over, how_files_go, in_base64, was_fetched
from core.media.outgoing import prepare
from core.models import MessageMedia, OutgoingLink
from tests.media.samples import content_of, picture


@pytest.fixture
def media(loja, receive, settings, tmp_path) -> MessageMedia:
    """Uma imagem da Acme guardada aqui."""
    settings.MEDIA_ROOT = tmp_path
    receive(loja, "received_image")
    row = MessageMedia.objects.get()
    prepared = prepare(row.cliente_id, "image", io.BytesIO(picture()), "Praça da Sé (1).jpeg")
    row.storage_name, row.served_type, row.mime_type = prepared.storage_name, prepared.served_type, prepared.mime_type
    row.file_name, row.status, row.ready_at = prepared.file_name, "ready", timezone.now()
    row.save()
    return row


@pytest.fixture
def by_link(settings):
    settings.FILES_BY, settings.PUBLIC_URL = "link", "https://chat.exemplo.com.br"


def path_of(source) -> str:
    return source.value.removeprefix("https://chat.exemplo.com.br")


@pytest.mark.parametrize(
    ("public_url", "addresses", "expected"),
    [
        ("https://chat.exemplo.com.br", ["1.1.1.1"], "link"),
        ("https://chat.exemplo.com.br", ["1.1.1.1", "2a03:2880:f12f:83:face:b00c:0:25de"], "link"),
        ("https://chat.exemplo.com.br", ["1.1.1.1", "10.0.0.1"], "base64"),
        ("https://chat.exemplo.com.br", ["127.0.0.1"], "base64"),
        ("https://chat.exemplo.com.br", None, "link"),  # o servidor de nomes calado não é um «não»
        ("http://chat.exemplo.com.br", ["1.1.1.1"], "base64"),
        ("http://127.0.0.1:8000", ["127.0.0.1"], "base64"),
    ],
)
def test_auto_uses_the_link_only_where_the_internet_reaches_us(settings, monkeypatch, public_url, addresses, expected):
    def resolve(*args, **kwargs):
        if addresses is None:
            raise OSError
        return [(2, 1, 6, "", (address, 443)) for address in addresses]

    settings.FILES_BY, settings.PUBLIC_URL = "auto", public_url
    monkeypatch.setattr("socket.getaddrinfo", resolve)
    handover._reachable.clear()

    assert how_files_go() == expected
    handover._reachable.clear()


@pytest.mark.django_db
def test_the_setting_decides_where_it_is_given(settings, media):
    settings.PUBLIC_URL = "https://chat.exemplo.com.br"
    ways = []

    for settings.FILES_BY in ("link", "base64"):
        ways.append((how_files_go(), hand_over(media).by))

    assert ways == [("link", "link"), ("base64", "base64")]


@pytest.mark.django_db
def test_base64_is_the_file_itself_up_to_what_fits(media, monkeypatch):
    source = in_base64(media)

    head, _, content = source.value.partition(",")
    assert (head, base64.b64decode(content)) == ("data:image/jpeg;base64", content_of(media.storage_name))
    monkeypatch.setattr(handover, "MAX_PLAIN_BYTES", media.size or 1)
    with pytest.raises(TooLargeForBase64, match="PUBLIC_URL"):
        in_base64(media)


@pytest.mark.django_db
def test_a_file_that_is_gone_is_an_os_error(media, by_link):
    stored_file.delete(media.storage_name)

    for way in (hand_over, in_base64):
        with pytest.raises(FileNotFoundError):
            way(media)


@pytest.mark.django_db
def test_the_link_serves_the_bytes_without_an_account(client, media, by_link):
    source = hand_over(media)
    content = content_of(media.storage_name)

    answer = client.get(path_of(source))

    assert source.value.endswith("/Praca-da-Se-1.jpg")
    assert (answer.status_code, answer["Content-Type"], b"".join(answer)) == (200, "image/jpeg", content)
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert was_fetched(media.pk)


@pytest.mark.django_db
def test_only_a_whole_get_uses_the_link(client, media, by_link):
    path = path_of(hand_over(media))

    assert client.head(path).status_code == 200
    assert client.get(path, headers={"Range": "bytes=0-9"}).status_code == 206
    assert not was_fetched(media.pk)
    assert client.get(path, headers={"Range": "bytes=0-"}).status_code == 206
    assert was_fetched(media.pk)


@pytest.mark.django_db
def test_the_link_dies_a_minute_after_its_first_use_and_by_age(client, media, by_link):
    path = path_of(hand_over(media))
    client.get(path)
    assert client.get(path).status_code == 200

    OutgoingLink.objects.update(first_used_at=timezone.now() - timedelta(seconds=61))
    assert client.get(path).status_code == 404
    OutgoingLink.objects.update(first_used_at=None, expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_another_link_is_asked_anew(client, media, by_link):
    client.get(path_of(hand_over(media)))

    hand_over(media)

    assert not was_fetched(media.pk)


@pytest.mark.django_db
def test_what_is_not_a_link_of_ours_is_404(client, media, by_link):
    token = path_of(hand_over(media)).split("/")[2]

    for path in ("/files/", "/files/x", "/files/x/y.jpg", f"/files/{token}", f"/files/{token[:-1]}/y.jpg"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert client.post(f"/files/{token}/y.jpg").status_code == 405
    MessageMedia.objects.update(status="expired")
    assert client.get(f"/files/{token}/y.jpg").status_code == 404


@pytest.mark.django_db
def test_the_token_is_kept_only_as_a_hash(media, by_link):
    source = hand_over(media)

    token = path_of(source).split("/")[2]
    assert token not in str(OutgoingLink.objects.values_list().get())


@pytest.mark.django_db
def test_old_links_are_purged_and_new_ones_stay(media, by_link):
    for days in (0, 2):
        hand_over(media)
        OutgoingLink.objects.filter(pk=OutgoingLink.objects.latest("pk").pk).update(
            expires_at=timezone.now() - timedelta(days=days)
        )
    newest = OutgoingLink.objects.order_by("pk").first()

    assert handover.purge(10) == 1
    assert list(OutgoingLink.objects.all()) == [newest]
