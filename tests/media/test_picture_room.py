"""Uma imagem hostil gasta o que é de um processo à parte, uma de cada vez, e quem serve os outros não o sente."""

import os
import resource
import signal
import threading

import pytest
from PIL import Image

from core.media import picture_room
from core.media.images import BrokenImage


def png(folder, size, name="foto.png"):
    path = folder / name
    Image.effect_noise((64, 64), 80).resize(size).convert("RGBA").save(path, "PNG", compress_level=1)
    return path


@pytest.fixture
def room(monkeypatch):
    made = picture_room._Room()
    monkeypatch.setattr(picture_room, "_room", made)
    yield made
    made._end()


def test_hostile_pictures_at_once_leave_no_memory_here(room, tmp_path):
    paths = [png(tmp_path, (5000, 5000), f"{n}.png") for n in range(3)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = []

    threads = [
        threading.Thread(target=lambda path=path: seen.append(picture_room.prepare(path, "previews"))) for path in paths
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(one.width, one.height) for one in seen] == [(5000, 5000)] * 3
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < 5000 * 5000 * 4 // 1024 // 2  # nem meia imagem aberta
    assert room._child is None or room._child.poll() is not None or _resident_kb(room) < 250 * 1024


def _resident_kb(room):
    with open(f"/proc/{room._child.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_a_child_that_died_is_made_again(room, tmp_path):
    path = png(tmp_path, (40, 30))
    assert picture_room.prepare(path, "previews").width == 40

    os.kill(room._child.pid, signal.SIGKILL)

    assert picture_room.prepare(path, "previews").width == 40


def test_one_that_takes_too_long_is_refused_and_the_next_is_served(room, tmp_path, monkeypatch):
    path = png(tmp_path, (40, 30))
    with monkeypatch.context() as slow:
        slow.setattr(picture_room, "DEADLINE_S", 0.0)
        with pytest.raises(BrokenImage, match="tempo demais"):
            picture_room.prepare(path, "previews")

    assert picture_room.prepare(path, "previews").width == 40


def test_one_that_asks_for_too_much_memory_is_refused_and_the_next_is_served(room, tmp_path, monkeypatch):
    lean = tmp_path / "picture_child.py"
    lean.write_text(
        picture_room._CHILD.read_text("utf-8")
        .replace("1024 * 2**20", "260 * 2**20")
        .replace("Path(__file__).resolve().parents[2]", repr(str(picture_room._CHILD.parents[2])))
    )
    monkeypatch.setattr(picture_room, "_CHILD", lean)

    with pytest.raises(BrokenImage, match="memória"):
        picture_room.prepare(png(tmp_path, (4900, 4900)), "photo", tmp_path / "limpa")

    assert picture_room.prepare(png(tmp_path, (40, 30)), "previews").width == 40


def test_what_is_broken_is_said_in_the_readers_words(room, tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"lixo" * 30)

    with pytest.raises(BrokenImage, match="estragada"):
        picture_room.prepare(path, "photo", tmp_path / "y")
