"""O que chega e o que se manda de verdade: cada caso, pela porta ou pela API, e o que tem de virar.

Um caso novo é um arquivo e nenhum código. `expect` é parcial e sem ordem: `chave~` contém, `chave!` não é, `shows` se
lê em algum lugar do JSON da mensagem, `either` é um deles, `screen` é para uma pessoa olhar. Os de `frontend` correm
em frontend/src/cases.test.ts."""

import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from core.media import download
from core.models import MessageMedia
from core.outbox import deliver
from tests.api.caller import Caller
from tests.cases.making import make

pytestmark = pytest.mark.django_db(transaction=True)
CASES = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(Path(__file__).parent.glob("*.json"))}
# O que só a busca da mesa responde. O MariaDB já compara sem acentos nem caixa; o SQLite ainda não.
OF_SEARCH = "search-case-accent"


def cases() -> list[Any]:
    mine = [(name, case) for name, case in CASES.items() if "frontend" not in case["input"]]
    pending = pytest.mark.xfail(connection.vendor == "sqlite", strict=True, reason="por emendar")
    return [pytest.param(case, id=name, marks=[pending] if case["kind"] == OF_SEARCH else []) for name, case in mine]


@pytest.fixture
def world(wapi, connected, ana, receive, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return Case(wapi, connected, Caller(ana), receive, tmp_path)


class Case:
    """Um caso: o que se fez, e o que se lê depois."""

    def __init__(self, wapi: Any, instance: Any, caller: Caller, receive: Any, folder: Path) -> None:
        self.wapi, self.instance, self.caller, self.receive, self.folder = wapi, instance, caller, receive, folder
        self.answer: Any = None

    def do(self, given: dict[str, Any]) -> None:
        bodies = given.get("webhooks", [])
        if "gateway_serves" in given:
            content = make("ok.pdf", self.folder)
            bodies = [_with_hash(body, content) for body in bodies]
        self.receive(self.instance, *bodies)
        if "gateway_serves" in given:
            media = MessageMedia.objects.get()
            self.wapi_serves(media, content)
        if "contacts_import" in given:
            self.bring(given["contacts_import"])
        if "send" in given:
            self.send(given["send"], given.get("file"))
        if "search" in given:
            wanted = given["search"]
            self.answer = self.caller.http.get(
                f"/api/{wanted['resource']}/", {"search": wanted["search"]}, headers=self.caller.headers
            )

    def wapi_serves(self, media: MessageMedia, content: bytes) -> None:
        """O gateway entrega estes bytes."""
        stored = download.ownership.store(media.cliente_id, [content], sha256=None, size_bytes=None)
        media.storage_name, media.served_type, media.stored_bytes = stored.name, stored.served_type, stored.size_bytes
        media.status = "ready"
        media.save()

    def bring(self, wanted: dict[str, str]) -> None:
        is_marked = wanted["encoding"].endswith("-bom")
        raw = wanted["text"].encode(wanted["encoding"].removesuffix("-bom"))
        raw = b"\xfe\xff" + raw if is_marked else raw
        file = SimpleUploadedFile(wanted["file_name"], raw, "text/csv")
        body = {"instance": self.instance.pk, "file": file}
        self.answer = self.caller.http.post("/api/contacts/import/", body, headers=self.caller.headers)

    def send(self, wanted: dict[str, Any], file: dict[str, str] | None) -> None:
        body = {"instance": self.instance.pk, **wanted}
        if file is None:
            self.answer = self.caller.post("/api/mensagens/", body)
        else:
            content = make(file["make"], self.folder)
            self.before = content
            sent = {**body, "file": SimpleUploadedFile(file["name"], content)}
            self.answer = self.caller.http.post("/api/mensagens/", sent, headers=self.caller.headers)
        deliver.deliver_all()

    def rows(self, resource: str) -> list[dict[str, Any]]:
        path = {"messages": "mensagens"}.get(resource, resource)
        found: list[dict[str, Any]] = self.caller.get(f"/api/{path}/?limit=200").json()["results"]
        if resource == "contacts":
            return [{**row, "phone": row["address"]} for row in found]
        return found

    def check(self, expect: dict[str, Any]) -> None:
        for key, wanted in expect.items():
            getattr(self, f"check_{key}")(wanted)

    def check_either(self, ways: list[dict[str, Any]]) -> None:
        missed = []
        for way in ways:
            try:
                return self.check(way)
            except AssertionError as error:
                missed.append(str(error)[:400])
        raise AssertionError("nenhum dos jeitos: " + " | ".join(missed))

    def check_messages(self, wanted: list[dict[str, Any]]) -> None:
        self._check_rows("messages", wanted)

    def check_chats(self, wanted: list[dict[str, Any]]) -> None:
        self._check_rows("chats", wanted)

    def check_contacts(self, wanted: list[dict[str, Any]]) -> None:
        self._check_rows("contacts", wanted)

    def _check_rows(self, resource: str, wanted: list[dict[str, Any]]) -> None:
        rows = self.rows(resource)
        for one in wanted:
            assert any(matches(row, one) for row in rows), f"falta {one} em {json.dumps(rows, ensure_ascii=False)}"
        if not wanted or (resource == "messages" and len(wanted) > 1):
            assert len(rows) == len(wanted), json.dumps(rows, ensure_ascii=False)

    def check_contacts_count(self, wanted: int) -> None:
        assert len(self.rows("contacts")) == wanted

    def check_refused(self, wanted: int) -> None:
        assert len(self.answer.json()["refused"]) == wanted, self.answer.content

    def check_hits(self, wanted: int) -> None:
        assert len(self.answer.json()["results"]) == wanted

    def check_status(self, wanted: int) -> None:
        assert self.answer.status_code == wanted, self.answer.content

    def check_media(self, wanted: dict[str, Any]) -> None:
        assert self.answer.status_code == 201, self.answer.content
        assert matches(self.answer.json()["media"], wanted), self.answer.json()["media"]

    def check_converted(self, wanted: bool) -> None:
        media = MessageMedia.objects.get()
        changed = media.file_sha256 != b64encode(hashlib.sha256(self.before).digest()).decode()
        assert changed == wanted

    def check_gateway(self, wanted: dict[str, Any]) -> None:
        asked = [
            {"path": f"/message/{one['call']}", "phone": one["phone"], **one["body"]}
            for one in self.wapi.sent()["sent"]
        ]
        assert any(matches(one, wanted) for one in asked), asked

    def check_download(self, wanted: dict[str, str]) -> None:
        media = MessageMedia.objects.get()
        answer = self.caller.get(f"/api/media/{media.pk}/file/?download=1")
        assert f'filename="{wanted["file_name"]}"' in answer["Content-Disposition"], answer["Content-Disposition"]

    def check_screen(self, wanted: str) -> None:
        """É para uma pessoa olhar; as histórias do navegador o olham."""


def matches(found: Any, wanted: Any) -> bool:
    """Se `found` tem tudo que `wanted` pede."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_has(found, key, value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and all(any(matches(one, some) for one in found) for some in wanted)
    return bool(found == wanted)


def _has(found: dict[str, Any], key: str, wanted: Any) -> bool:
    if key == "shows":
        text = json.dumps(found, ensure_ascii=False)
        return all(re.search(pattern, text) for pattern in wanted)
    if key.endswith("~"):
        value = found.get(key[:-1])
        return str(wanted) in str(value) if not isinstance(value, dict) else matches(value, wanted)
    if key.endswith("!"):
        return found.get(key[:-1]) != wanted
    return key in found and matches(found[key], wanted)


def _with_hash(body: dict[str, Any], content: bytes) -> dict[str, Any]:
    document = {
        **body["msgContent"]["documentMessage"], "fileSha256": b64encode(hashlib.sha256(content).digest()).decode(),
        "fileLength": str(len(content)),
    }  # fmt: skip
    return {**body, "msgContent": {"documentMessage": document}}


@pytest.mark.parametrize("case", cases())
def test_what_really_comes_becomes_what_it_means(case, world):
    world.do(case["input"])

    world.check(case["expect"])
