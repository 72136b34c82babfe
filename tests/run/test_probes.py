"""As sondas, o que se parece com uma, os arquivos que se servem e os cabeçalhos de tudo."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connections
from django.utils import timezone

from core.models import Heartbeat
from multichat import spa
from multichat.env import ROOT
from tests.api.test_door_status import bearer
from webhook import probes


@pytest.fixture
def dist(tmp_path: Path, settings) -> Path:
    """Uma SPA construída."""
    for name in ("index.html", "assets/index-a1b2c3.js", "assets/index-a1b2c3.js.map", ".vite/manifest.json", ".stamp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<title>MultiChat</title>")
    settings.SPA_DIR = settings.WHITENOISE_ROOT = tmp_path
    spa._page.cache_clear()
    return tmp_path


def test_healthz_asks_the_database_nothing(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"ok": True})


@pytest.mark.parametrize("path", ["/healthz", "/healthz/", "/readyz", "/readyz/"])
@pytest.mark.django_db(transaction=True)
def test_probes_answer_with_and_without_a_slash_to_any_host(client, path):
    assert "ok" in client.get(path, headers={"host": "10.0.0.7"}).json()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("ago", "status"), [(5, 200), (90, 503)])
def test_readyz_wants_a_worker_seen_in_the_last_minute(client, ago, status):
    Heartbeat.objects.create(name="worker-1", seen_at=timezone.now() - timedelta(seconds=ago))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (status, {"ok": status == 200})


@pytest.mark.django_db(transaction=True)
def test_readyz_says_the_reason_only_to_who_came_in(client, davi):
    answer = client.get("/readyz", headers=bearer(davi))

    assert (answer.status_code, answer.json()) == (503, {"ok": False, "reason": "worker"})


def test_readyz_without_a_database_is_503(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(probes, "_missing", away)

    assert client.get("/readyz").json() == {"ok": False}


def test_readyz_does_not_wait_for_a_database_that_is_silent(client, monkeypatch):
    import threading

    silent = threading.Event()
    monkeypatch.setattr(probes, "ANSWER_WITHIN_S", 0.05)
    monkeypatch.setattr(probes, "_missing", silent.wait)
    before = threading.active_count()

    answers = [client.get("/readyz").status_code for _ in range(4)]

    assert answers == [503] * 4
    assert threading.active_count() <= before + 1  # só uma ficou à espera
    silent.set()


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/robots.txt", "/.env", "/.git/config", "/wp-login.php", "/favicon.ico", "/chats/x.php"],
)
def test_what_looks_like_a_probe_is_not_the_spa(client, dist, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "MultiChat" not in answer.content.decode()


def test_a_person_who_mistypes_sees_the_spa_and_its_404(client, dist):
    answer = client.get("/converzas", headers={"accept": "text/html,*/*;q=0.8"})

    assert answer.status_code == 404
    assert "MultiChat" in answer.content.decode()


def test_every_page_of_the_spa_is_served():
    paths = (ROOT / "frontend" / "src" / "lib" / "paths.ts").read_text("utf-8")

    assert set(re.findall(r"['`]/([a-z-]*)", paths)) == set(spa.PAGES)


@pytest.mark.parametrize("page", sorted(spa.PAGES))
def test_a_page_is_200(client, dist, page):
    assert client.get(f"/{page}").status_code == 200


def test_only_what_a_browser_needs_is_served(client, dist):
    served = {path: client.get(path).status_code for path in (
        "/assets/index-a1b2c3.js", "/assets/index-a1b2c3.js.map", "/.vite/manifest.json", "/.stamp",
    )}  # fmt: skip

    assert served == {
        "/assets/index-a1b2c3.js": 200,
        "/assets/index-a1b2c3.js.map": 404,
        "/.vite/manifest.json": 404,
        "/.stamp": 404,
    }


def test_no_source_map_of_a_package_is_served(client):
    maps = [path for finder in finders.get_finders() for path, _ in finder.list([]) if path.endswith(".map")]

    assert [path for path in maps if client.get(f"/static/{path}").status_code != 404] == []


@pytest.mark.parametrize("path", ["/healthz", "/", "/assets/index-a1b2c3.js", "/api/nada", "/metrics"])
def test_every_answer_says_what_the_browser_may_use_and_who_may_embed_it(client, dist, path):
    headers = client.get(path).headers

    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "microphone=(self)" in headers["Permissions-Policy"]  # gravar voz


@pytest.fixture(autouse=True)
def _close_the_connections_of_threads():
    yield
    connections.close_all()
