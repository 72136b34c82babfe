"""Da pasta ao balde: conferido, retomável, e nada sai daqui antes de estar lá."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.media import ownership, stored_file
from core.models import LooseFile, Picture
from multichat import storage_url
from tests.media.samples import save

pytestmark = pytest.mark.django_db
OTHERS = f"99/aa/{'aa' * 32}"
CONTENTS = [bytes([n]) * (1000 + n) for n in range(4)]


@pytest.fixture
def here(settings, tmp_path, loja) -> Path:
    """Uma pasta com quatro arquivos que fotos mostram, a voz de um deles em AAC, e um que ninguém mostra."""
    settings.MEDIA_ROOT = tmp_path / "media"
    for n, content in enumerate(CONTENTS):
        name = save(loja.cliente_id, [content]).name
        Picture.objects.create(cliente_id=loja.cliente_id, instance=loja, address=f"55119{n}", storage_name=name)
    made = tmp_path / "aac"
    made.write_bytes(b"aac")
    stored_file.put(names()[0] + ".m4a", made)
    save(loja.cliente_id, [b"de ninguem"])
    return settings.MEDIA_ROOT


@pytest.fixture
def there(here, bucket, settings):
    """Daqui em diante os arquivos vão para o balde."""
    settings.MEDIA_ROOT = here
    return bucket


def names() -> list[str]:
    return list(Picture.objects.order_by("pk").values_list("storage_name", flat=True))


def keys(client) -> set[str]:
    return {item["Key"] for item in client.list_objects_v2(Bucket="midia").get("Contents", [])}


def in_folder(here: Path) -> set[str]:
    return {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file()}


def run(*options: str) -> str:
    out = io.StringIO()
    call_command("movemedia", *options, stdout=out)
    return out.getvalue().strip().splitlines()[-1]


def test_everything_shown_goes_and_can_be_read_from_the_bucket(here, there):
    told = run()

    assert told.startswith("5 levados")
    assert keys(there) == {*names(), names()[0] + ".m4a"}
    assert [b"".join(stored_file.span(name, 0, stored_file.size_bytes(name))) for name in names()] == CONTENTS
    assert len(in_folder(here)) == 1
    assert "1 sem dono" in told


def test_a_second_time_there_is_nothing_left_to_do(here, there):
    run()

    assert run().startswith("0 levados (0.0 MB), 0 já estavam lá, 1 sem dono")


def test_copied_beforehand_only_what_is_missing_goes_up_and_then_it_leaves_here(here, there):
    run("--keep")
    kept = in_folder(here)  # com a lista do que se copiou
    there.delete_object(Bucket="midia", Key=names()[1])

    told = run()

    assert len(kept) == 7
    assert told.startswith("1 levados")
    assert "4 já estavam lá" in told
    assert len(in_folder(here)) == 1


def test_what_is_there_with_other_content_is_written_again(here, there):
    there.put_object(Bucket="midia", Key=names()[2], Body=b"\x00" * len(CONTENTS[2]))

    assert run().startswith("5 levados")
    assert b"".join(stored_file.span(names()[2], 0, 10_000)) == CONTENTS[2]


def test_a_broken_file_stays_here_and_is_named(here, there):
    (here / names()[3]).write_bytes(b"estragado")

    with pytest.raises(SystemExit) as stopped:
        run()

    assert stopped.value.code == 1
    assert names()[3] in in_folder(here)
    assert names()[3] not in keys(there)


def test_a_bucket_that_fails_stops_it_with_nothing_lost(here, there, settings):
    before = in_folder(here)
    settings.STORAGES = {
        **settings.STORAGES,
        "media": storage_url.backend("s3://chave:segredo@127.0.0.1:9/midia?secure=0"),
    }

    with pytest.raises(CommandError, match="endereço e porta"):
        run()

    assert in_folder(here) == before


def test_without_a_bucket_it_says_what_is_missing(here):
    with pytest.raises(CommandError, match="MEDIA_STORAGE_URL"):
        run()


def test_what_stops_being_shown_meanwhile_is_left_to_be_swept(here, there, monkeypatch):
    gone, put = names()[0], stored_file.put

    def put_and_lose(name: str, path: Path) -> None:
        put(name, path)
        Picture.objects.filter(storage_name=name).update(storage_name=None)

    monkeypatch.setattr(stored_file, "put", put_and_lose)
    run()

    assert LooseFile.objects.filter(name=gone, is_new=False).exists()


def test_what_expires_between_the_copy_and_the_switch_leaves_the_bucket_too(here, there, settings):
    there.put_object(Bucket="midia", Key=OTHERS, Body=b"de outra instalacao")
    run("--keep")
    gone = names()[0]
    Picture.objects.filter(storage_name=gone).update(storage_name=None)
    (here / gone).unlink()
    (here / (gone + ".m4a")).unlink()

    told = run()
    ownership.sweep(10)

    assert "1 de lá já sem dono" in told
    assert keys(there) == {*filter(None, names()), OTHERS}
    assert "de lá" not in run()
