"""Os dois caminhos de um arquivo recebido, pelo gateway e pelo WhatsApp: só falha para sempre o que os dois negam."""

from pathlib import Path

import pytest

from conftest import WAPI_ID
from core.media import download
from core.media.guarded_fetch import FetchError, ForbiddenTarget
from core.models import MessageMedia
from tests.media.samples import content_of
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
GONE = FetchError("não existe", is_gone=True)
AWAY = FetchError("não respondeu")


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def image(wapi, connected) -> MessageMedia:
    wapi.write(WAPI_ID, kind="image")
    post_what_the_simulator_posted(wapi, connected)
    return MessageMedia.objects.get()


def whatsapp_says(monkeypatch, error: Exception) -> None:
    """O caminho do WhatsApp, que daqui não se alcança."""

    def fail(media):
        raise error

    monkeypatch.setattr(download, "_through_whatsapp", fail)


def test_a_link_by_bare_ip_is_fetched_from_the_gateways_own_host(wapi, image, monkeypatch):
    whatsapp_says(monkeypatch, AWAY)
    wapi.add_fault("bare_ip_link", calls=("download-media",))

    media = download.download(image.pk)

    assert (media.status, media.error) == ("ready", None)
    assert len(content_of(media.storage_name)) == media.size


@pytest.mark.parametrize(
    ("link", "fetched"),
    [
        ("http://203.0.113.10:8080/media/file/a.jpeg", "https://api.w-api.app/media/file/a.jpeg"),
        ("http://[2001:db8::1]:8080/media/file/a.jpeg?x=1", "https://api.w-api.app/media/file/a.jpeg?x=1"),
        ("https://api.w-api.app/media/file/a.jpeg", "https://api.w-api.app/media/file/a.jpeg"),
        ("https://cdn.w-api.app/media/file/a.jpeg", "https://cdn.w-api.app/media/file/a.jpeg"),
        ("http://10.1.2.3:9000/media/a.jpeg", "http://10.1.2.3:9000/media/a.jpeg"),  # permitido na configuração
    ],
)
def test_only_a_bare_ip_changes_its_host(settings, link, fetched):
    settings.WAPI_BASE_URL = "https://api.w-api.app/v1"
    settings.MEDIA_EXTRA_HOSTS = ["10.1.2.3:9000"]

    assert download._reachable(link) == fetched


@pytest.mark.parametrize(
    ("fault", "whatsapp", "statuses"),
    [
        pytest.param("download_failure", GONE, ["pending", "expired"], id="os dois dizem que não há mais"),
        pytest.param("download_failure", AWAY, ["pending", "pending"], id="o WhatsApp não respondeu"),
        pytest.param("html", GONE, ["pending", "pending"], id="o gateway não respondeu"),
        pytest.param("http_429", ForbiddenTarget("x"), ["pending", "pending"], id="o gateway pediu calma"),
    ],
)
def test_a_file_fails_for_good_only_when_both_roads_say_so(wapi, image, monkeypatch, fault, whatsapp, statuses):
    whatsapp_says(monkeypatch, whatsapp)
    if fault == "download_failure":
        MessageMedia.objects.update(direct_path="/v/nao-existe.enc")
    else:
        wapi.add_fault(fault, calls=("download-media",))

    seen = [download.download(image.pk).status for _ in statuses]

    assert seen == statuses


def test_a_forbidden_link_of_the_gateway_does_not_end_what_whatsapp_may_still_give(image, monkeypatch):
    whatsapp_says(monkeypatch, AWAY)
    monkeypatch.setattr(download, "_reachable", lambda link: "https://mau.exemplo.test/a.jpeg")

    media = download.download(image.pk)

    assert media.status == "pending"
