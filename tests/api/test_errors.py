"""Erros: uma forma só, em JSON, também onde nenhuma view responde."""

from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from authentication.models import User
from core.models import Chat


def code_of(answer: Any) -> str:
    body = answer.json()
    assert set(body) == {"type", "errors"}
    assert body["type"] in {"validation_error", "client_error", "server_error"}
    return str(body["errors"][0]["code"])


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api",
        "/api/nada/",
        "/api/chats/1/nada/",
        "/webhook/a/b/",
        "/api/chats/x/",
        "/api/chats/a%0Ab/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_paths_are_404_in_json(client: Client, db: None, path: str, method: str) -> None:
    answer = getattr(client, method)(path)

    assert (answer.status_code, code_of(answer)) == (404, "not_found")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"email": NaN}',
        b'{"email": Infinity}',
        b'{"email": 1e400}',
        b'{"email": ' + b"1" * 6000 + b"}",
        b"\xff\xfe{}",
        '{"email": "x"}'.encode("utf-16"),
        b"[]",
        b'"texto"',
        b"1",
        b"{",
    ],
    ids=[
        "100.000 colchetes",
        "NaN",
        "Infinity",
        "1e400",
        "6.000 dígitos",
        "bytes",
        "UTF-16",
        "lista",
        "texto",
        "número",
        "aberto",
    ],
)
def test_what_is_no_json_object_is_400(client: Client, db: None, body: bytes) -> None:
    answer = client.post("/api/auth/login/", body, content_type="application/json")

    assert (answer.status_code, code_of(answer)) == (400, "parse_error")


@pytest.mark.parametrize("email", [{"a": 1}, [1], None, True, "\ud83d", "a\x00b"])
def test_a_field_of_the_wrong_type_is_400_and_named(as_user: Any, db: None, email: Any) -> None:
    answer = as_user(None).post("/api/auth/login/", {"email": email, "password": "x"})

    assert answer.status_code in {400, 401}
    if answer.status_code == 400:
        assert answer.json()["errors"][0]["attr"] == "email"


def test_a_body_too_large_is_413(client: Client, db: None) -> None:
    body = b'{"email": "' + b"x" * 2_700_000 + b'"}'

    answer = client.post("/api/auth/login/", body, content_type="application/json")

    assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_a_chunked_body_is_read_and_limited(client: Client, carla: User) -> None:
    def login(raw: bytes) -> Any:
        chunked = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(raw)}
        return client.generic("POST", "/api/auth/login/", b"x", content_type="application/json", **chunked)

    assert login(b'{"email": "carla@acme.com.br", "password": "senha-de-carla-1"}').status_code == 200
    assert login(b'{"email": "' + b"x" * 2_700_000 + b'"}').status_code == 413


def test_answers_are_not_cached(client: Client, as_user: Any, carla: User) -> None:
    assert as_user(carla).get("/api/chats/")["Cache-Control"] == "no-store"
    assert client.get("/api/chats/")["Cache-Control"] == "no-store"


def test_other_bodies_are_415_and_other_methods_405_after_the_token(client: Client, as_user: Any, carla: User) -> None:
    form = client.post("/api/auth/login/", {"email": "a"})

    assert (form.status_code, code_of(form)) == (415, "unsupported_media_type")
    assert client.put("/api/chats/").status_code == 401
    wrong = as_user(carla).put("/api/chats/", {})
    assert (wrong.status_code, code_of(wrong)) == (405, "method_not_allowed")


@pytest.mark.parametrize("token", ["", "x", "Bearer", "Bearer x", "Bearer a b", "Basic YTpi", "bearer é"])
def test_without_a_good_token_it_is_401(client: Client, db: None, token: str) -> None:
    answer = client.get("/api/chats/", headers={"Authorization": token})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert code_of(answer) in {"token_not_valid", "not_authenticated"}
    assert [error["attr"] for error in answer.json()["errors"]] == [None]


def test_the_store_away_is_503_and_our_defect_500_without_details(
    as_user: Any, carla: User, conversa: Chat, monkeypatch: Any
) -> None:
    def fail_with(error: Exception) -> Any:
        def fail(*args: Any) -> None:
            raise error

        monkeypatch.setattr("core.chats.reading.mark_read", fail)
        caller.http.raise_request_exception = False
        return caller.post(f"/api/chats/{conversa.pk}/read/")

    caller = as_user(carla)
    away = fail_with(OperationalError(2006, "server has gone away"))
    broken = fail_with(KeyError("segredo interno"))

    assert (away.status_code, code_of(away), away["Retry-After"]) == (503, "store_unavailable", "5")
    assert (broken.status_code, code_of(broken)) == (500, "error")
    assert "segredo" not in broken.content.decode()


def test_a_runaway_loop_is_429_and_others_go_on(as_user: Any, carla: User, bruno: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("api.throttles._limit", lambda: 3)
    monkeypatch.setattr("api.throttles.UserThrottle._windows", {})
    caller = as_user(carla)

    answers = [caller.get("/api/auth/me/") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert as_user(bruno).get("/api/auth/me/").status_code == 200


def test_the_docs_page_is_open_and_runs_no_inline_script(client: Client, db: None) -> None:
    page = client.get("/api/docs/", headers={"Authorization": "Bearer velho"})
    script = client.get("/api/docs/?script=")

    html = page.content.decode()
    assert (page.status_code, script.status_code) == (200, 200)
    assert "<script>" not in html
    assert "//cdn" not in html
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert script["Content-Type"].startswith("application/javascript")
    for part in html.split('"'):
        if part.startswith("/static/"):
            assert client.get(part).status_code == 200, part


def test_the_schema_is_open_and_asks_for_a_token_where_the_installation_wants(
    client: Client, as_user: Any, carla: User, settings: Any
) -> None:
    is_open = client.get("/api/schema/", headers={"Authorization": "Bearer velho", "Accept": "application/yaml"})
    settings.SCHEMA_OPEN = False

    assert (is_open.status_code, is_open["Content-Type"]) == (200, "application/json")
    assert is_open.json()["openapi"].startswith("3.1")
    assert client.get("/api/schema/").status_code == 401
    assert as_user(carla).get("/api/schema/").status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/api/mensagens", "/api/auth/token", "/api/chats/5/read", "/api/schema"])
def test_a_missing_slash_is_said_and_never_redirected(client: Client, method: str, path: str) -> None:
    answer = client.generic(method, path, b"{}", content_type="application/json", headers={"Accept-Language": "en"})

    told = answer.json()["errors"][0]
    assert (answer.status_code, told["code"]) == (404, "missing_slash")
    assert told["detail"] == f"This address ends in a slash: {path}/"


@pytest.mark.parametrize("path", ["/api", "/api/nada", "/api/nada/", "/assets/x.js", "/files", "/api/%0a"])
def test_what_would_not_exist_with_a_slash_either_is_just_not_found(client: Client, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_found")
