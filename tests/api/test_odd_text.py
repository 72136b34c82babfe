"""Meias letras, corpos cortados e nomes que fecham aspas: quem manda sabe o que errou, e nada disso chega ao banco."""

import json
import re
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from api.streaming import disposition
from authentication.models import User

HALF = "oi \ud83d"


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("post", "/api/mensagens/", {"instance": 1, "phone": "5511988880001", "text": HALF}, "text"),
        ("post", "/api/mensagens/", {"instance": 1, "type": HALF}, "type"),
        ("post", "/api/mensagens/", {"instance": 1, "type": "poll", "options": ["a", HALF]}, "options"),
        ("post", "/api/contacts/", {"instance": 1, "name": HALF, "phone": "5511988880001"}, "name"),
        ("post", "/api/clientes/", {"name": HALF}, "name"),
        ("post", "/api/users/", {"email": f"{HALF}@x.com", "name": "x"}, "email"),
        ("post", "/api/auth/login/", {"email": "a@b.com", "password": HALF}, "password"),
        ("patch", "/api/auth/me/", {"preferences": {"tema": [HALF]}}, "preferences"),
        ("patch", "/api/auth/me/", {"preferences": {HALF: 1}}, "preferences"),
    ],
)
def test_half_a_letter_is_400_that_names_the_field(as_user, ana: User, method, path, body, field) -> None:
    caller = as_user(ana)

    answer = getattr(caller.http, method)(
        path, json.dumps(body), content_type="application/json", headers=caller.headers
    )

    assert answer.status_code == 400
    assert [(error["attr"] or "").split(".")[0] for error in answer.json()["errors"]] == [field]


def test_a_whole_emoji_written_in_escapes_is_a_letter(as_user, ana: User) -> None:
    caller = as_user(ana)

    answer = caller.http.post(
        "/api/clientes/", '{"name": "Loja \\ud83d\\ude00"}', content_type="application/json", headers=caller.headers
    )

    assert (answer.status_code, answer.json()["name"]) == (201, "Loja 😀")


def cut(client: Client | APIClient, path: str, sent: bytes, content_type: str, headers: dict[str, str]) -> HttpResponse:
    """Um corpo que prometia mais do que veio, como quando a conexão cai."""

    return client.generic(
        "POST",
        path,
        b"",
        content_type,
        headers=headers,
        **{"wsgi.input": BytesIO(sent), "CONTENT_LENGTH": str(len(sent) + 7), "CONTENT_TYPE": content_type},
    )


def test_a_body_shorter_than_its_length_is_400(as_user, ana: User, loja, client: Client) -> None:
    caller = as_user(ana)
    whole = json.dumps({"name": "Loja nova"}).encode()
    form = (
        b'--f\r\nContent-Disposition: form-data; name="instance"\r\n\r\n'
        + str(loja.pk).encode()
        + b'\r\n--f\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname,phone\r\nAna,5511'
    )

    answers = [
        cut(caller.http, "/api/clientes/", whole, "application/json", caller.headers),
        cut(caller.http, "/api/contacts/import/", form, "multipart/form-data; boundary=f", caller.headers),
        cut(client, f"/webhook/{loja.webhook_secret}/", b'{"event": "x"}', "application/json", {}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert answers[2].json()["reason"] == "incomplete_body"
    assert "incompleto" in answers[0].json()["errors"][0]["detail"]


@pytest.mark.parametrize("name", ["a＂; x=＂.pdf", "..／..／etc.pdf", "c：＼x.pdf", "％22.pdf", "⁄x⁄.pdf", "a；b.pdf"])
def test_no_letter_of_a_file_name_becomes_a_quote_or_a_slash(name: str) -> None:
    plain = re.search(r'filename="([^"]*)"; filename\*=', disposition("attachment", name))

    assert plain is not None
    assert not set(plain[1]) & set('"\\/:;%')
