"""Nenhuma ordem de guardar, mostrar e vencer apaga um arquivo que alguém mostra, nem deixa um que ninguém mostra."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from core import retention
from core.apply.addresses import AddressBook, learn
from core.apply.batch import Batch
from core.apply.media import merge_media
from core.contacts import pictures
from core.facts import AddressPair
from core.media import download, ownership, stored_file
from core.media.ownership import FileGone
from core.models import LinkSource, LooseFile, Mensagem, MessageMedia, Picture
from tests.media.samples import save
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT, settings.MEDIA_RETENTION_DAYS = tmp_path, 30
    return tmp_path


def receive(wapi, instance, kind: str = "audio") -> MessageMedia:
    wapi.write(instance.instance_id, kind=kind)
    post_what_the_simulator_posted(wapi, instance)
    return MessageMedia.objects.latest("pk")


def make_old(media: MessageMedia) -> None:
    MessageMedia.objects.filter(pk=media.pk).update(ready_at=timezone.now() - timedelta(days=31))


def kept(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/??/*")}


def shown() -> set[str]:
    return set(MessageMedia.objects.exclude(storage_name=None).values_list("storage_name", flat=True))


def elsewhere(work) -> list[Exception]:
    """Faz `work` até o fim noutra thread, com outra conexão."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  (o que a outra thread levantou é o teste que diz)
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return failed


def test_what_expires_while_another_message_is_about_to_show_it_is_downloaded_by_that_one(wapi, connected, media_root):
    old = download.download(receive(wapi, connected).pk)
    make_old(old)
    late = receive(wapi, connected)
    download._take(late, download._already_here(late))

    assert elsewhere(retention.run) == []
    with pytest.raises(FileGone):
        download._ready(late)

    fresh = download.download(late.pk)
    assert (fresh.status, fresh.storage_name != old.storage_name) == ("ready", True)
    assert kept(media_root) == shown() == {fresh.storage_name}


def test_a_file_stored_again_while_the_old_one_expires_stays(wapi, connected, media_root):
    old = download.download(receive(wapi, connected).pk)
    content = b"".join(stored_file.span(old.storage_name, 0, old.stored_bytes))
    stored_file.delete(old.storage_name)  # o disco o perdeu: o próximo com o mesmo conteúdo o guarda de novo
    make_old(old)
    late = receive(wapi, connected)
    download._take(late, ownership.store(late.cliente_id, [content], sha256=None, size_bytes=None))

    assert elsewhere(retention.run) == []
    download._ready(late)

    late.refresh_from_db()
    assert late.status == "ready"
    assert kept(media_root) == shown() == {late.storage_name}


def test_who_holds_the_file_first_keeps_it(wapi, connected, media_root):
    old = download.download(receive(wapi, connected).pk)
    make_old(old)
    late = receive(wapi, connected)
    download._take(late, download._already_here(late))
    download._ready(late)

    assert elsewhere(retention.run) == []

    old.refresh_from_db()
    assert (old.status, old.storage_name) == ("expired", None)
    assert kept(media_root) == shown() == {late.storage_name}


def test_two_threads_that_expire_and_show_the_same_content_never_lose_it(wapi, connected, media_root):
    pending = [receive(wapi, connected) for _ in range(16)]
    old = download.download(pending.pop().pk)
    for late in pending:
        make_old(old)
        start = threading.Barrier(2)

        def show(pk: int = late.pk, start: threading.Barrier = start) -> None:
            start.wait()
            download.download(pk)

        def expire(start: threading.Barrier = start) -> None:
            start.wait()
            retention.run()

        with ThreadPoolExecutor(2) as both:
            failed = [error for errors in both.map(elsewhere, (show, expire)) for error in errors]

        assert failed == []
        assert all(stored_file.exists(name) for name in shown())
        late = download.download(late.pk)  # o que perdeu a corrida o baixa na vez seguinte
        assert late.status == "ready"
        retention.run()
        assert kept(media_root) == shown()
        old = late


def test_a_name_is_never_used_twice(media_root):
    one, other = (save(7, [b"igual"]).name for _ in range(2))

    assert one != other
    assert one[:69] == other[:69]


def test_a_file_whose_process_died_before_the_row_is_swept_a_day_later(acme, media_root):
    lost = ownership.store(acme.pk, [b"ninguem me mostra"], sha256=None, size_bytes=None)
    retention.run()
    still_here = stored_file.exists(lost.name)
    LooseFile.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    retention.run()

    assert (still_here, stored_file.exists(lost.name), LooseFile.objects.count()) == (True, False, 0)
    with pytest.raises(FileGone), transaction.atomic():
        ownership.repoint(acme.pk, None, lost.name)


def test_giving_up_touches_only_what_nobody_shows(wapi, connected, media_root):
    media = download.download(receive(wapi, connected).pk)
    spare = ownership.store(connected.cliente_id, [b"desisti"], sha256=None, size_bytes=None)

    for name in (media.storage_name, spare.name):
        ownership.give_up(name)
    retention.run()

    assert kept(media_root) == {media.storage_name}


def test_a_download_whose_message_took_other_content_meanwhile_leaves_nothing(wapi, connected, media_root):
    media = receive(wapi, connected)
    download._take(media, download._get(media))
    MessageMedia.objects.filter(pk=media.pk).update(file_sha256="outro", next_try_at=timezone.now())

    download._ready(media)
    retention.run()

    media.refresh_from_db()
    assert (media.status, media.storage_name, kept(media_root)) == ("pending", None, set())


@pytest.fixture
def foto(wapi, connected):
    """Um contato com foto no simulador."""
    wapi.write(connected.instance_id, text="oi", contact="5511900000002")
    post_what_the_simulator_posted(wapi, connected)
    return Picture.objects.get(address="5511900000002")


def test_a_replaced_picture_leaves_the_disk_and_its_twin_stays(foto, connected, media_root):
    pictures.refresh(foto.pk)
    first = Picture.objects.get(pk=foto.pk).storage_name
    twin = Picture.objects.create(
        cliente_id=foto.cliente_id, instance=connected, address="5511900000005", url=foto.url,
        next_try_at=timezone.now(),
    )  # fmt: skip
    pictures.refresh(twin.pk)
    shares = Picture.objects.get(pk=twin.pk).storage_name == first

    # Outra foto no mesmo endereço: a do outro contato do simulador.
    Picture.objects.filter(pk=foto.pk).update(address="5511900000003", fetched_at=timezone.now())
    pictures.refresh(foto.pk)
    retention.run()
    with_twin = kept(media_root)
    Picture.objects.filter(pk=twin.pk).update(address="5511900000007", fetched_at=timezone.now())  # esconde a sua
    pictures.refresh(twin.pk)
    retention.run()

    second = Picture.objects.get(pk=foto.pk).storage_name
    assert shares
    assert second != first
    assert with_twin == {first, second}
    assert kept(media_root) == {second}


@pytest.mark.parametrize("gone_is_newer", [True, False])
def test_of_two_rows_that_become_one_only_the_file_it_shows_stays(wapi, connected, media_root, gone_is_newer):
    kept_one, gone_one = (download.download(receive(wapi, connected, kind).pk) for kind in ("audio", "image"))
    wanted = (gone_one if gone_is_newer else kept_one).storage_name

    with transaction.atomic():
        merge_media(gone_one.mensagem, kept_one.mensagem, gone_is_newer=gone_is_newer)
        gone_one.mensagem.delete()
    retention.run()

    assert kept(media_root) == shown() == {wanted}


def test_a_merge_that_meets_an_expired_file_does_not_bring_it_back(wapi, connected, media_root):
    kept_one, gone_one = (download.download(receive(wapi, connected, kind).pk) for kind in ("audio", "image"))
    kept_row, gone_row = (Mensagem.objects.select_related("media").get(media=one) for one in (kept_one, gone_one))
    make_old(gone_one)
    assert elsewhere(retention.run) == []  # entre a leitura das linhas e a união

    with transaction.atomic():
        merge_media(gone_row, kept_row, gone_is_newer=True)
        gone_row.delete()

    assert MessageMedia.objects.get().status == "expired"
    assert all(stored_file.exists(name) for name in shown())


def test_the_spare_picture_of_one_person_with_two_addresses_leaves_the_disk(connected, media_root):
    for address in ("5511900000002", "777@lid"):
        name = ownership.store(connected.cliente_id, [address.encode()], sha256=None, size_bytes=None).name
        with transaction.atomic():
            ownership.repoint(connected.cliente_id, None, name)
            Picture.objects.create(
                cliente_id=connected.cliente_id, instance=connected, address=address, storage_name=name
            )

    with transaction.atomic():
        pairs = [(AddressPair("5511900000002", "777@lid"), None)]
        learn(Batch(connected, timezone.now()), AddressBook(connected.pk), pairs, LinkSource.GATEWAY)
    retention.run()

    assert kept(media_root) == {Picture.objects.get().storage_name}
