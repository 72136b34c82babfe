"""Um parâmetro de consulta que a operação não tem é 400 que o nomeia, em toda operação da API."""

import json
from typing import Any

import pytest

from api.management.commands.exportschema import schema_text
from authentication.models import User
from core.models import Chat, WhatsappInstance

OPERATIONS = [
    (method.upper(), path)
    for path, operations in json.loads(schema_text())["paths"].items()
    for method in operations
    if path.startswith("/api/") and not path.startswith("/api/auth/")  # quem entra não pergunta nada
]
IDS = {"users": "user", "mensagens": "message", "alert-channels": "channel", "media": "media"}


def test_every_operation_refuses_it(as_user: Any, ana: User, ids: dict[str, int], silent_gateway: None) -> None:
    caller, taken = as_user(ana), []
    for method, path in OPERATIONS:
        resource = path.split("/")[2]
        known = "job" if "replays" in path else "picture" if "pictures" in path else IDS.get(resource, resource[:-1])
        real = path.replace("{id}", str(ids.get(known))).replace("{kind}", "queue").replace("{inserted_id}", "a")
        answer = caller.call(method, f"{real}?instancee=1", {})
        told = answer.json()["errors"][0] if answer.status_code == 400 else {}
        if (told.get("code"), told.get("attr")) != ("unknown_parameter", "instancee"):
            taken.append((method, path, answer.status_code))

    assert taken == []


def test_the_error_names_it_and_says_which_there_are(as_user: Any, carla: User) -> None:
    caller = as_user(carla)

    portuguese = caller.get("/api/media/?chta=1&limit=2").json()
    english = caller.get("/api/stream/?chat=1", Accept_Language="en").json()

    assert portuguese == {
        "type": "validation_error",
        "errors": [{
            "code": "unknown_parameter",
            "detail": "Este parâmetro não existe aqui; há estes: chat, cursor, instance, kind, limit, status.",
            "attr": "chta",
        }],
    }  # fmt: skip
    assert english["errors"][0]["detail"] == "There are no parameters here."


def test_token_existence_and_right_are_asked_before(as_user: Any, carla: User, davi: User, ids: dict[str, int]) -> None:
    path = f"/api/chats/{ids['chat']}/?x=1"

    assert as_user(None).get(path).status_code == 401
    assert as_user(davi).get(path).status_code == 404
    assert as_user(carla).get("/api/users/?x=1").status_code == 403
    assert as_user(carla).get("/api/account/?x=1").status_code == 403


def test_nothing_is_done_by_a_request_that_misspells(as_user: Any, ana: User, loja: WhatsappInstance) -> None:
    answer = as_user(ana).delete(f"/api/instances/{loja.pk}/?at_gatway=1")

    assert answer.status_code == 400
    assert WhatsappInstance.objects.filter(pk=loja.pk).exists()


@pytest.mark.parametrize("word", ["format=json", "format=xml"])
def test_the_framework_has_no_parameter_of_its_own(as_user: Any, ana: User, word: str) -> None:
    answer = as_user(ana).get(f"/api/chats/?{word}")

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "format")


def test_the_pages_and_pictures_that_we_name_ourselves_open(
    as_user: Any, carla: User, ids: dict[str, int], loja: WhatsappInstance
) -> None:
    caller = as_user(carla)
    Chat.objects.create(cliente_id=loja.cliente_id, instance=loja, chat_id="5521", kind="direct")

    following = caller.get("/api/chats/?limit=1&kind=direct").json()["next"]
    picture = caller.get(f"/api/media/pictures/{ids['picture']}/?v=abc")

    assert caller.get(following).status_code == 200
    assert picture.json()["errors"][0]["code"] == "not_found"  # a foto ainda não veio, e não é um 400


@pytest.mark.parametrize("path", ["stats", "stream", "account", "chats", "installation"])
@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "HEAD"])
def test_a_method_that_is_not_there_is_still_405(as_user: Any, ana: User, method: str, path: str) -> None:
    caller = as_user(ana)

    without, with_query = (caller.call(method, f"/api/{path}/{query}", {}) for query in ("", "?x=1"))

    assert without.status_code < 500
    if without.status_code == 405:
        assert with_query.status_code == 405
    assert with_query.status_code < 500
