"""Um cliente Python gerado do esquema faz o que um integrador faz, contra um servidor de verdade."""

import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.servers import BIN
from tests.clients.conftest import EMAIL, PASSWORD, SCHEMA, Live, until
from tests.media.samples import picture

pytestmark = pytest.mark.slow
OUT = {"sent", "delivered", "read", "played"}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """O pacote `multichat_api`, gerado agora."""
    folder = tmp_path_factory.mktemp("generated")
    config = folder / "config.yaml"
    config.write_text("package_name_override: multichat_api\npost_hooks: []\n", encoding="utf-8")
    command = [
        str(BIN / "openapi-python-client"), "generate", "--path", str(SCHEMA), "--config", str(config),
        "--meta", "none", "--output-path", str(folder / "multichat_api"), "--fail-on-warning",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def api(generated: Path, live: Live) -> SimpleNamespace:
    """As operações geradas, os modelos, e um cliente que entrou."""
    package = importlib.import_module("multichat_api")
    models: Any = importlib.import_module("multichat_api.models")

    def ask(operation: str, *args: Any, client: Any = None, **kwargs: Any) -> Any:
        tag, _, name = operation.partition(".")
        module = importlib.import_module(f"multichat_api.api.{tag}.{name}")
        answer = module.sync_detailed(*args, client=client or signed, **kwargs)
        assert answer.status_code < 400, (operation, answer.content)
        return answer

    anyone = package.Client(base_url=live.url)
    pair = ask("auth.auth_token", client=anyone, body=models.CredentialsRequest(email=EMAIL, password=PASSWORD)).parsed
    signed = package.AuthenticatedClient(base_url=live.url, token=pair.access)
    return SimpleNamespace(ask=ask, models=models, client=signed, types=importlib.import_module("multichat_api.types"))


def test_it_says_who_logged_in(api: SimpleNamespace) -> None:
    me = api.ask("auth.auth_me").parsed

    assert (me.email, me.role, me.cliente) == (EMAIL, "admin", None)


def test_it_lists_and_pages(api: SimpleNamespace, live: Live) -> None:
    first = api.ask("chats.chats_list", limit=2).parsed
    cursor = first.next_.partition("cursor=")[2].partition("&")[0]
    second = api.ask("chats.chats_list", limit=2, cursor=cursor).parsed

    assert [len(page.results) for page in (first, second)] == [2, 1]
    assert second.next_ is None
    assert {chat.instance for chat in first.results + second.results} == {live.instance}


def test_it_sends_each_kind_and_a_forward_and_all_of_it_goes_out(api: SimpleNamespace, live: Live) -> None:
    models = api.models
    chat = api.ask("chats.chats_list").parsed.results[0].id
    row = models.ListRowRequest(id="a9", title="9 h")
    bodies = [
        models.SendRequest(chat=chat, text="sem tipo é texto"),
        models.SendRequest(
            chat=chat, type_=models.SendType.LIST, text="Qual horário?", button_text="Ver",
            sections=[models.ListSectionRequest(rows=[row])],
        ),
        models.SendRequest(
            chat=chat, type_=models.SendType.BUTTONS, text="Confirma?",
            buttons=[models.ButtonRequest(type_=models.ButtonTypeEnum.REPLY, text="Sim", value="s")],
        ),
        models.SendUploadRequest(
            chat=chat, type_=models.SendType.IMAGE, text="a foto",
            file=api.types.File(io.BytesIO(picture("PNG")), "foto.png", "image/png"),
        ),
    ]  # fmt: skip

    answers = [
        api.ask("mensagens.mensagens_create", body=body, idempotency_key=f"envio-{number}")
        for number, body in enumerate(bodies)
    ]
    text = answers[0].parsed
    again = api.ask("mensagens.mensagens_create", body=bodies[0], idempotency_key="envio-0")
    answers.append(api.ask("mensagens.mensagens_create", body=models.SendRequest(chat=chat, forward_of=text.id)))

    sent = [answer.parsed for answer in answers]
    assert [answer.status_code for answer in answers] == [HTTPStatus.CREATED] * 5
    assert (again.status_code, again.parsed.id) == (HTTPStatus.OK, text.id)
    assert [one.type_ for one in sent] == ["text", "list", "buttons", "image", "text"]
    assert sent[4].text == "sem tipo é texto"
    for one in sent:
        until(lambda one=one: api.ask("mensagens.mensagens_retrieve", one.id).parsed.status in OUT)


def test_it_follows_the_stream_from_where_it_was(api: SimpleNamespace, live: Live) -> None:
    stream = importlib.import_module("multichat_api.api.stream.stream")
    http = api.client.get_httpx_client()

    def events(last_id: Any) -> Iterator[tuple[str, str]]:
        with http.stream(**stream._get_kwargs(last_event_id=last_id), timeout=30) as answer:
            position = ""
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                position = value if name == "id" else position
                if name == "event":
                    yield value, position

    _, position = next(events(api.types.UNSET))
    live.wapi.write(live.instance_id, text="ao vivo", contact="5511900000002")
    resumed = events(position)
    heard = [next(resumed)[0], next(resumed)[0]]
    lost = events("nowhere")

    assert heard[0] == "ready"
    assert heard[1] in {"mensagem", "chat", "event", "instance", "contact"}
    assert [next(lost)[0], next(lost)[0]] == ["ready", "reset"]
