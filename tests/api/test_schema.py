"""O esquema: completo, descrito, gravado, e verdadeiro (respostas de verdade conferidas contra ele)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.examples import SENDS
from api.management.commands.exportschema import PATH, schema_text
from authentication.models import User
from core.models import Mensagem, WhatsappInstance
from tests.api.caller import Caller

SPEC = json.loads(schema_text())


def not_our_defect(context: Any, response: Any, case: Any) -> None:
    """500 é defeito nosso; 502 e 504 são recusas do gateway, e o esquema diz onde podem vir."""
    assert response.status_code != 500, response.content


CHECKS = [not_our_defect, status_code_conformance, content_type_conformance, response_schema_conformance]
# O fluxo não termina e o teste do caminho espera pelo worker: têm os seus próprios testes.
UNENDING = ["stream", "webhook_test"]
IDS = {"clientes": "cliente", "users": "user", "instances": "instance", "events": "event", "chats": "chat",
       "mensagens": "message", "media": "media", "alerts": "alert", "alert-channels": "channel",
       "contacts": "contact", "groups": "group"}  # fmt: skip

# Sem a fase de cobertura, que é mais longa do que vale a cada rodada (60 s): as amostras sorteadas bastam.
CONFIG = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": False}}})
spec = schemathesis.openapi.from_dict(SPEC, config=CONFIG)
spec.app = WSGIHandler()


def parts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Cada operação com o seu nome."""
    for operations in SPEC["paths"].values():
        for operation in operations.values():
            yield operation["operationId"], operation


def test_the_committed_schema_is_the_current_one() -> None:
    assert (Path(settings.BASE_DIR) / PATH).read_text(encoding="utf-8") == schema_text(), (
        "rode: python manage.py exportschema"
    )


def test_the_schema_is_made_without_warnings() -> None:
    GENERATOR_STATS.reset()
    SchemaGenerator().get_schema(request=None, public=True)

    assert not GENERATOR_STATS


def test_everything_is_described() -> None:
    bare = [f"{name}.{field}" for name, schema in SPEC["components"]["schemas"].items()
            for field, about in schema.get("properties", {}).items() if not about.get("description")]  # fmt: skip
    bare += [f"{name}?{parameter['name']}" for name, operation in parts()
             for parameter in operation.get("parameters", []) if not parameter.get("description")]  # fmt: skip
    bare += [name for name, operation in parts() if not operation.get("summary") or not operation.get("description")]
    bare += [f"{name} {code}" for name, operation in parts() for code, answer in operation["responses"].items()
             if code[0] != "2" and not answer["description"]]  # fmt: skip

    assert bare == []


def test_every_error_has_the_one_form_and_every_route_a_tag() -> None:
    for name, operation in parts():
        assert len(operation["tags"]) == 1, name
        for code, answer in operation["responses"].items():
            if int(code) >= 400 and code != "416" and (name, code) != ("webhook_status", "503"):
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorResponse"}, (name, code)


def every_part(part: Any = SPEC) -> Iterator[dict[str, Any]]:
    """Cada objeto do esquema, de qualquer altura."""
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from every_part(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from every_part(inner)


def test_null_is_a_type_written_out_and_no_value_fits_twice() -> None:
    assert [part for part in every_part() if "nullable" in part] == []
    assert [part for part in every_part() if {} in part.get("oneOf", ())] == []
    assert "null" in SPEC["components"]["schemas"]["Mensagem"]["properties"]["text"]["type"]
    assert {"type": "null"} in SPEC["components"]["schemas"]["Instance"]["properties"]["status_reason"]["oneOf"]


def test_what_is_sent_is_a_component_in_json_and_another_with_the_file() -> None:
    schemas = SPEC["components"]["schemas"]
    content = SPEC["paths"]["/api/mensagens/"]["post"]["requestBody"]["content"]

    json_body, upload = (schemas[body["schema"]["$ref"].rpartition("/")[2]] for body in content.values())
    assert list(content) == ["application/json", "multipart/form-data"]
    assert "file" not in json_body["properties"]
    assert upload["properties"]["file"]["format"] == "binary"
    assert set(json_body["properties"]) - set(upload["properties"]) == {
        "contacts", "options", "sections", "buttons", "cards",
    }  # fmt: skip


def test_a_client_that_fills_in_defaults_changes_nothing_by_it() -> None:
    """Um cliente gerado manda os `default`: o de `type` impedia encaminhar, o de um PATCH mudava a linha."""
    schemas = SPEC["components"]["schemas"]
    filled = [f"{name}.{field}" for name, schema in schemas.items() if name.startswith(("Patched", "Send"))
              for field, about in schema.get("properties", {}).items() if "default" in about]  # fmt: skip

    assert filled == []


def referred(part: dict[str, Any]) -> dict[str, Any]:
    """O exemplo, ou aquele que ele cita."""
    return SPEC["components"]["examples"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """O que se manda numa operação, e o que se recebe de bom."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for code, answer in operation["responses"].items():
        if code.startswith("2"):
            yield from answer.get("content", {}).values()


def test_every_operation_has_an_example_and_every_example_fits_its_schema() -> None:
    bare, wrong = [], []
    for name, operation in parts():
        for body in bodies(operation):
            given = [referred(one)["value"] for one in body.get("examples", {}).values()]
            given += [body["example"]] if "example" in body else []
            check = Draft202012Validator({**body["schema"], "components": SPEC["components"]})
            wrong += [(name, error.json_path, error.message) for one in given for error in check.iter_errors(one)]
            if not given and body["schema"].get("format") != "binary":
                bare.append(name)
        bare += [f"{name} {one['name']}" for one in operation.get("parameters", ())
                 if one["in"] == "path" and "example" not in one]  # fmt: skip

    assert bare == []
    assert wrong == []


@pytest.mark.parametrize("kind", sorted(SENDS))
def test_what_the_examples_send_is_accepted(
    as_user: Any, ana: User, connected: WhatsappInstance, recebida: Mensagem, kind: str
) -> None:
    """Com os ids desta instalação no lugar dos do exemplo."""
    ours = {"instance": connected.pk, "chat": recebida.chat_id, "forward_of": recebida.pk}
    body = {name: ours.get(name, value) for name, value in SENDS[kind].items()}

    answer = as_user(ana).post("/api/mensagens/", body)

    assert answer.status_code == 201, answer.content


def test_what_asks_for_no_token_says_so(client: Client, db: None) -> None:
    is_open = {name for name, operation in parts() if operation["security"] in ([], [{}, {"bearerAuth": []}])}
    answered = set()
    for path, operations in SPEC["paths"].items():
        for method, operation in operations.items():
            answer = client.generic(method.upper(), path.replace("{id}", "1"), content_type="application/json")
            if answer.status_code != 401 or operation["operationId"] == "auth_refresh":  # falta-lhe o cookie
                answered.add(operation["operationId"])

    assert is_open == answered


def test_the_schema_says_where_it_is_served() -> None:
    assert [server["url"] for server in SPEC["servers"]] == ["/"]


@contextmanager
def one_connection() -> Iterator[None]:
    """A aplicação WSGI não fecha a conexão do teste, e o que o pedido mudou se desfaz."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


@spec.exclude(operation_id=UNENDING).parametrize()
@hypothesis_settings(
    max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
def test_real_answers_match_the_schema(case: Any, ana: User, ids: dict[str, int], silent_gateway: None) -> None:
    parameters = case.path_parameters or {}
    resource = case.operation.path.split("/")[2]
    if "id" in parameters and resource in IDS and len(repr(case.body)) % 3:
        known = "job" if "replays" in case.operation.path else IDS[resource]
        case.path_parameters["id"] = ids[known]

    with one_connection():
        case.call_and_validate(headers=Caller(ana).headers, checks=CHECKS)
