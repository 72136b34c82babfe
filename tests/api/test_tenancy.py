"""Quem é de outro cliente: para ele, o que não se vê e o que não existe são a mesma coisa, em cada rota do esquema.

Cada operação é pedida antes e depois de haver, em cada tabela, uma linha de outro cliente: as respostas são iguais, e
nada dessas linhas aparece nelas. As rotas vêm do esquema e as tabelas dos pertences: uma nova é exercitada no dia
em que aparece."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import models, transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from api.pagination import MAX_ID
from authentication.models import User
from core.instances import registry
from core.models import Cliente, WebhookEvent
from core.models.belongings import BELONGINGS, Belonging
from tests.api.caller import text_from
from tests.rows import Rows

FOREIGN, MARK = 7_700_077, "zq7x"
OWN = 5_500_055
NOW = timezone.now()
_TIME, _NEW_ID = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), re.compile(r'(?<="id":)\d+')
_AGE = re.compile(r'(?<="oldest_pending_seconds":)[\d.]+')  # anda com o relógio: o que espera há mais tempo


@dataclass(frozen=True)
class Request:
    """Um pedido que nomeia, onde pode, o que é de outro."""

    operation: str
    method: str
    path: str
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {json.dumps(self.body) if self.body else ''}"


def is_id(schema: dict[str, Any]) -> bool:
    """Só um id não tem outro máximo que o do banco."""
    return schema.get("type") == "integer" and schema.get("maximum", MAX_ID) == MAX_ID


class Asker:
    """Os pedidos que o esquema permite."""

    def __init__(self) -> None:
        self.schema = SchemaGenerator().get_schema(request=None, public=True)

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, methods in self.schema["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), path, operation

    def reads(self) -> Iterator[Request]:
        """Cada lista, conta e detalhe: sem filtros, e com cada filtro a nomear o que é de outro."""
        for method, path, operation in self.operations():
            if method != "GET":
                continue
            here = self._path(path, operation, FOREIGN)
            yield Request(operation["operationId"], method, here)
            for one in operation.get("parameters", ()):
                value = FOREIGN if is_id(one["schema"]) else MARK if one["schema"].get("type") == "string" else None
                if one["in"] == "query" and value is not None and "enum" not in one["schema"]:
                    yield Request(operation["operationId"], method, f"{here}?{urlencode({one['name']: value})}")

    def writes(self) -> Iterator[Request]:
        """Cada ato sobre o que é de outro, e sobre o próprio nomeando no corpo, ou nos filtros, o que é de outro."""
        for method, path, operation in self.operations():
            if method == "GET":
                continue
            for body in self._bodies(operation):
                if any(one["in"] == "path" and is_id(one["schema"]) for one in operation.get("parameters", ())):
                    yield Request(operation["operationId"], method, self._path(path, operation, FOREIGN), body)
                if body is not None and str(FOREIGN) in json.dumps(body):
                    yield Request(operation["operationId"], method, self._path(path, operation, OWN), body)
            for one in operation.get("parameters", ()):
                if one["in"] == "query" and is_id(one["schema"]):
                    here = self._path(path, operation, OWN)
                    yield Request(
                        operation["operationId"],
                        method,
                        f"{here}?{one['name']}={FOREIGN}",
                        next(self._bodies(operation)),
                    )

    def _path(self, path: str, operation: dict[str, Any], pk: int) -> str:
        for one in operation.get("parameters", ()):
            if one["in"] == "path":
                word = self._resolved(one["schema"]).get("enum", [MARK])[0]
                path = path.replace(f"{{{one['name']}}}", str(pk if is_id(one["schema"]) else word))
        return path

    def _bodies(self, operation: dict[str, Any]) -> Iterator[Any]:
        """O corpo mínimo, e um a mais por id que se pode dizer nele."""
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            yield None
            return
        schema = self._resolved(content["schema"])
        least = {name: self._value(schema["properties"][name]) for name in schema.get("required", ())}
        yield least
        for name, wanted in schema.get("properties", {}).items():
            inner = self._resolved(wanted)
            if is_id(inner) or is_id(self._resolved(inner.get("items", {}))):
                yield {**least, name: self._value(wanted)}

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
            inner = schema.get("allOf") or schema.get("oneOf") or [schema]
            name = inner[0].get("$ref", "").rpartition("/")[2]
            schema = self.schema["components"]["schemas"][name] if name else inner[0]
        return schema

    def _value(self, schema: dict[str, Any]) -> Any:
        schema = self._resolved(schema)
        if is_id(schema):
            return FOREIGN
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"), schema.get("format"):
            case "array", _:
                return [self._value(schema["items"])]
            case "object", _:
                return {n: self._value(schema["properties"][n]) for n in schema.get("required", ())}
            case "integer" | "number", _:
                return schema.get("minimum", 1)
            case "boolean", _:
                return True
            case _, "date-time":
                return "2030-01-01T00:00:00Z"
            case _, "email":
                return "novo@exemplo.com.br"
        return schema.get("example", "novo-texto-1")


def plant(cliente: Cliente, pk: int, mark: str) -> None:
    """Uma linha deste cliente em cada tabela, todas com o mesmo id, cheias de textos com a marca."""
    known: dict[str, Any] = {"core.Cliente": cliente}
    rows = Rows(known, mark, filled=True, start=NOW)
    for one in BELONGINGS:
        if one.under and one.label not in known:
            known[one.label] = rows.make(one.model, **pinned(one, pk))
    for row in rows.made:  # o que aponta para o que só veio depois: a última mensagem da conversa
        for field in row._meta.concrete_fields:
            target = isinstance(field, models.ForeignKey) and known.get(field.related_model._meta.label)
            if target and field.null and getattr(row, field.attname) is None and target.pk != row.pk:
                type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: target.pk})


def pinned(one: Belonging, pk: int) -> dict[str, Any]:
    """O id, e os ids guardados sem chave, são todos `pk`."""
    fields = one.model._meta.concrete_fields
    ids = {f.name: pk for f in fields if isinstance(f, models.BigIntegerField) and f.name in one.hangs}
    own = one.model._meta.pk
    return {**ids, **({} if isinstance(own, models.ForeignKey) else {own.name: pk})}


def rows_of(pk: int) -> dict[str, Any]:
    return {one.label: list(one.model._default_manager.filter(pk=pk).values()) for one in BELONGINGS if one.under}


def answer(caller: Any, request: Request) -> tuple[int, Any]:
    """A situação e o corpo, com tudo desfeito depois. Um ato não muda linha nenhuma do que é de outro."""
    is_act = request.method != "GET"
    with transaction.atomic():
        before = rows_of(FOREIGN) if is_act else None
        got = caller.call(request.method, request.path, request.body)
        body = b"".join(got.streaming_content) if got.streaming else got.content
        assert not is_act or rows_of(FOREIGN) == before, str(request)
        transaction.set_rollback(True)
    text = _AGE.sub("há pouco", _TIME.sub("agora", body.decode("utf-8", "replace")))
    made = request.method == "POST" and got.status_code in (201, 202)  # o id de uma linha nova é o próximo que há
    return got.status_code, _NEW_ID.sub("novo", text) if made else text


@pytest.fixture
def people(other: Cliente, as_user: Any, ana: User, davi: User) -> dict[str, Any]:
    """Quem opera e quem gere no outro cliente."""
    dora = User.objects.create_user("dora@outra.com.br", "senha-de-dora-1", name="Dora", role="manager", cliente=other)
    return {"davi": as_user(davi), "dora": as_user(dora), "ana": as_user(ana)}


@pytest.fixture
def own(other: Cliente) -> None:
    """O outro cliente também tem uma linha em cada tabela. O seu evento pendente espera."""
    plant(other, OWN, "meu")
    WebhookEvent.objects.update(retry_at=timezone.now() + timedelta(days=1))


def make_foreign(receive: Any) -> None:
    """A Acme, com uma linha em cada tabela, e eventos que passaram pela porta."""
    acme = Cliente.objects.create(pk=FOREIGN, name=MARK)
    plant(acme, FOREIGN, MARK)
    store = registry.register(None, acme, f"{MARK} loja", f"{MARK}-AA11BB-CC22DD", "T")
    receive(store, text_from("5541977770077", f"{MARK} oi"), text_from("5541977770078", f"{MARK} oi"), "received_image")


def test_another_clientes_rows_change_no_answer(
    people: dict[str, Any], own: None, receive: Any, silent_gateway: None
) -> None:
    requests = [*Asker().reads(), *Asker().writes()]
    told = [(name, one, answer(people[name], one)) for name in ("davi", "dora") for one in requests]
    make_foreign(receive)

    seen, leaked = [], []
    for name, one, before in told:
        after = answer(people[name], one)
        if after != before:
            seen.append((name, str(one), before, after))
        said = after[1].replace(one.path, "")
        if MARK in said.replace("=" + MARK, "") or str(FOREIGN) in said:
            leaked.append((name, str(one), after))

    assert seen == []
    assert leaked == []


# O que é da instalação, da conta no gateway ou de quem pede, e não muda com as linhas de ninguém.
OF_NOBODY = {"account", "account_instances", "auth_me", "backups", "installation", "stream"}


def test_those_rows_change_the_answer_of_who_may_see_them_in_every_list_and_detail(
    people: dict[str, Any], own: None, receive: Any, silent_gateway: None
) -> None:
    """Sem isto o teste de cima poderia passar por não haver o que ver."""
    requests = list(Asker().reads())
    before = [answer(people["ana"], one) for one in requests]
    make_foreign(receive)

    after = [answer(people["ana"], one) for one in requests]

    changed = {one.operation for one, was, now in zip(requests, before, after, strict=True) if was != now}
    assert {one.operation for one in requests} - changed == OF_NOBODY
