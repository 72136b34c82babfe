"""O que se faz de um arquivo recebido, e por quanto tempo ele fica."""

import io
import os
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from api.serializers.media import media_of
from conftest import WAPI_ID
from core import retention
from core.instances import registry
from core.media import download, expiry, stored_file
from core.media import ownership as files_of
from core.models import Change, MessageMedia
from tests.media.samples import asset
from tests.receive.posting import post_what_the_simulator_posted
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)
MADE_FROM_EVENT = ("seconds", "width", "height", "pages")


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def receive(wapi, instance, kind: str) -> MessageMedia:
    wapi.write(instance.instance_id, kind=kind)
    post_what_the_simulator_posted(wapi, instance)
    return MessageMedia.objects.latest("pk")


def without_what_the_event_said(media: MessageMedia) -> None:
    MessageMedia.objects.filter(pk=media.pk).update(
        seconds=None, width=None, height=None, pages=None, thumbnail=None, waveform=None
    )


def shown(media: MessageMedia) -> dict:
    return media_of(MessageMedia.objects.get(pk=media.pk), 1)


@pytest.mark.parametrize(
    ("kind", "measures", "has_thumbnail", "has_wave"),
    [
        ("image", {"width", "height"}, True, False),
        ("sticker", {"width", "height"}, True, False),
        ("video", {"seconds", "width", "height"}, True, False),
        ("voice", {"seconds"}, False, True),
        ("audio", {"seconds"}, False, False),
        ("document", {"pages"}, False, False),
    ],
)
def test_what_the_event_did_not_say_is_measured(wapi, connected, kind, measures, has_thumbnail, has_wave):
    media = receive(wapi, connected, kind)
    told = shown(media)
    without_what_the_event_said(media)

    download.download(media.pk)

    seen = shown(media)
    assert {name for name in MADE_FROM_EVENT if seen[name] is not None} == measures
    assert {name: seen[name] for name in measures if name != "seconds"} == {
        name: told[name] for name in measures if name != "seconds"
    }
    assert abs((seen["seconds"] or 0) - (told["seconds"] or 0)) <= 1
    assert (bool(seen["thumbnail"]), bool(seen["placeholder"]), bool(seen["waveform"])) == (
        has_thumbnail,
        has_thumbnail,
        has_wave,
    )


def test_what_the_event_said_is_not_replaced(wapi, connected):
    media = receive(wapi, connected, "image")
    MessageMedia.objects.update(width=1, height=2, thumbnail=b"a do evento")

    media = download.download(media.pk)

    assert (media.made, media.made_thumbnail) == (None, None)
    assert (shown(media)["width"], shown(media)["height"]) == (1, 2)
    assert max(Image.open(io.BytesIO(media.placeholder)).size) == 20


def test_a_file_from_which_nothing_can_be_made_is_ready_all_the_same(wapi, connected, monkeypatch):
    media = receive(wapi, connected, "image")
    broken = asset("video.mp4")[:2000]
    monkeypatch.setattr(
        download, "_get", lambda row: files_of.store(row.cliente_id, [broken], sha256=None, size_bytes=None)
    )

    media = download.download(media.pk)

    assert (media.status, media.made, media.placeholder) == ("ready", None, None)


def test_rebuild_finds_nothing_wrong_in_what_was_made_here(wapi, connected):
    for kind in ("image", "voice", "video", "document"):
        download.download(receive(wapi, connected, kind).pk)

    report = rebuild(connected, check=True)

    assert report.is_equal, [str(d) for d in report.differences if d.size]


def test_the_same_content_is_one_file_and_one_download(wapi, connected):
    first = download.download(receive(wapi, connected, "audio").pk)
    second = receive(wapi, connected, "audio")
    wapi.add_fault("http_500", calls=("download-media",))
    MessageMedia.objects.filter(pk=second.pk).update(url="http://127.0.0.1:9/", direct_path="/nada")

    second = download.download(second.pk)

    assert (second.status, second.storage_name) == ("ready", first.storage_name)
    assert expiry.usage_of(first.cliente_id) == (first.stored_bytes, 1)


def test_content_of_another_cliente_is_never_shared(wapi, connected, other):
    first = download.download(receive(wapi, connected, "audio").pk)
    theirs = registry.register(None, other, "Deles", "OUTRA-1", "TOKEN_DELES")
    second = receive(wapi, connected, "audio")
    MessageMedia.objects.filter(pk=second.pk).update(cliente=other, url="http://127.0.0.1:9/", direct_path="/nada")
    wapi.add_fault("http_500", calls=("download-media",))

    second = download.download(second.pk)

    assert theirs.cliente_id == second.cliente_id
    assert (second.status, second.storage_name) == ("pending", None)
    assert first.status == "ready"


def test_a_twin_whose_file_is_gone_is_downloaded_again(wapi, connected):
    first = download.download(receive(wapi, connected, "audio").pk)
    stored_file.delete(first.storage_name)

    second = download.download(receive(wapi, connected, "audio").pk)

    assert second.status == "ready"
    assert stored_file.exists(second.storage_name)
    first = download.download(download.ask_again(None, first).pk)
    assert first.storage_name == second.storage_name


def age(media: MessageMedia, days: float) -> None:
    MessageMedia.objects.filter(pk=media.pk).update(ready_at=timezone.now() - timedelta(days=days))


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_old_files_go_and_their_messages_stay(wapi, connected, settings, media_root):
    settings.MEDIA_RETENTION_DAYS = 30
    old, new = (download.download(receive(wapi, connected, kind).pk) for kind in ("voice", "image"))
    stored_file.put(old.storage_name + ".m4a", _copy(media_root))
    age(old, 31)
    age(new, 29)
    Change.objects.all().delete()

    retention.run()

    old.refresh_from_db()
    assert (old.status, old.storage_name, old.next_try_at) == ("expired", None, None)
    assert "30 dias" in old.error
    assert files(media_root) == [new.storage_name.rpartition("/")[2]]
    changed = set(Change.objects.values_list("resource", "object_id"))
    assert changed == {("media", old.pk), ("mensagem", old.mensagem_id)}
    assert shown(old)["url"] is None


def _copy(folder):
    path = folder / "copia"
    path.write_bytes(b"aac")
    return path


def test_a_file_another_message_still_shows_stays(wapi, connected, settings, media_root):
    settings.MEDIA_RETENTION_DAYS = 30
    old, new = (download.download(receive(wapi, connected, "audio").pk) for _ in range(2))
    age(old, 31)

    retention.run()

    assert MessageMedia.objects.get(pk=old.pk).status == "expired"
    assert files(media_root) == [new.storage_name.rpartition("/")[2]]


def test_a_file_about_to_go_stays_for_the_new_message_that_shows_it(wapi, connected, settings, media_root):
    settings.MEDIA_RETENTION_DAYS = 30
    old = download.download(receive(wapi, connected, "audio").pk)
    age(old, 31)
    second = receive(wapi, connected, "audio")
    wapi.add_fault("http_500", calls=("download-media",))
    MessageMedia.objects.filter(pk=second.pk).update(url="http://127.0.0.1:9/", direct_path="/nada")

    second = download.download(second.pk)
    retention.run()

    assert (second.status, second.storage_name) == ("ready", old.storage_name)
    assert files(media_root) == [old.storage_name.rpartition("/")[2]]


def test_zero_days_keeps_for_ever(wapi, connected, settings):
    settings.MEDIA_RETENTION_DAYS = 0
    media = download.download(receive(wapi, connected, "audio").pk)
    age(media, 10_000)

    retention.run()

    media.refresh_from_db()
    assert media.status == "ready"


def test_expired_may_be_asked_for_again(wapi, connected, settings):
    settings.MEDIA_RETENTION_DAYS = 30
    media = download.download(receive(wapi, connected, "image").pk)
    age(media, 31)
    retention.run()

    download.ask_again(None, MessageMedia.objects.get())

    assert download.download(media.pk).status == "ready"
    assert wapi.sent(WAPI_ID)["sent"] == []


def test_what_a_dead_process_left_in_the_workshop_is_swept(media_root):
    old, new = media_root / "incoming" / "velha", media_root / "incoming" / "nova"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "pedaco").write_bytes(b"x")
    os.utime(old, (0, 0))

    retention.run()

    assert (old.exists(), new.exists()) == (False, True)
