"""Todo ato conta o que mudou: quem buscou uma vez e depois só ouve o feed tem o mesmo que quem busca de novo.

Uma linha por ato: de pessoas (pela API), do worker, do que o gateway responde e do que ele posta."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from conftest import capture
from core.alerts import watch
from core.contacts import groups
from core.instances import connect, drift, status
from core.media import download, expiry
from core.models import (
    AlertRule,
    Chat,
    ConnectSession,
    Contact,
    InstanceLease,
    Mensagem,
    MessageMedia,
    OutboxItem,
    WebhookEvent,
    WhatsappInstance,
)
from core.outbox import deliver
from tests.api.caller import Caller, text_from
from tests.api.told import expect_told, fetch, told
from tests.receive.posting import post_what_the_simulator_posted
from webhook import replay

pytestmark = pytest.mark.django_db
CONTACT = "5511900000077"
LID = "100000000000099@lid"
GROUP = "120363000000000001@g.us"


@pytest.fixture
def world(wapi, connected, acme, ana, bruno, receive, settings, tmp_path):
    """A loja conectada ao simulador, com um pouco de tudo; quem age é Bruno, quem olha também."""
    settings.MEDIA_ROOT = tmp_path
    wapi.add_instance("CONTA-1", state="connected")
    receive(connected, "received_image")
    receive(
        connected,
        text_from(CONTACT, "bom dia"),
        text_from(CONTACT, "tudo bem?"),
        text_from(GROUP, isGroup=True, groupName="Equipe", participantId=LID),
        text_from(LID, "sou eu", sender={"id": LID, "pushName": "Oculta"}),
    )
    caller = Caller(bruno)
    chat = Chat.objects.get(chat_id=CONTACT)
    return SimpleNamespace(
        wapi=wapi, loja=connected, caller=caller, chat=chat, receive=receive, acme=acme, bruno=bruno,
        group_chat=Chat.objects.get(chat_id=GROUP), hidden_chat=Chat.objects.get(chat_id=LID),
        first=Mensagem.objects.filter(chat=chat).earliest("id"), last=Mensagem.objects.filter(chat=chat).latest("id"),
        media=MessageMedia.objects.get(), contact=Contact.objects.get(address=CONTACT),
        hidden=Contact.objects.get(address=LID),
    )  # fmt: skip


Act = Callable[[Any], Any]
BEFORE: dict[str, Act] = {}
ACTS: dict[str, Act] = {}


def act(name: str, before: Act = lambda _: None) -> Callable[[Act], Act]:
    """Um ato, e o que o precede sem ser medido."""

    def note(function: Act) -> Act:
        ACTS[name], BEFORE[name] = function, before
        return function

    return note


def by_api(name: str, method: str, path: str, body: Any = None, before: Act = lambda _: None, code: int = 200) -> None:
    """Um ato que é um pedido à API; `path` e `body` podem nomear o mundo: «{chat.pk}»."""

    def ask(world: Any) -> None:
        filled = json.loads(_fill(json.dumps(body), world)) if body is not None else None
        answer = world.caller.call(method, f"/api/{path.format(**vars(world))}", filled)
        assert answer.status_code == code, answer.content

    ACTS[name], BEFORE[name] = ask, before


def _fill(text: str, world: Any) -> str:
    for name, value in vars(world).items():
        text = text.replace(f'"@{name}"', str(getattr(value, "pk", value)))
    return text


def sent(world: Any, **fields: Any) -> Mensagem:
    answer = world.caller.post("/api/mensagens/", {"chat": world.chat.pk, "text": "já vai", **fields})
    assert answer.status_code == 201, answer.content
    world.mine = Mensagem.objects.get(pk=answer.json()["id"])
    return world.mine


def delivered(world: Any) -> None:
    sent(world)
    deliver.deliver_all()
    world.mine.refresh_from_db()


def failed(world: Any) -> None:
    world.wapi.add_fault("refused", instance_id=world.loja.instance_id, calls=("send-text",), times=1)
    delivered(world)


def unknown(world: Any) -> None:
    world.wapi.add_fault("reset_after_accept", instance_id=world.loja.instance_id, calls=("send-text",), times=1)
    delivered(world)


def posted(world: Any) -> None:
    """O que o simulador postou, na porta."""
    post_what_the_simulator_posted(world.wapi, world.loja)


# ── pessoas: conversas
by_api("mark read", "POST", "chats/{chat.pk}/read/", {})
by_api("mark unread", "POST", "chats/{chat.pk}/unread/", {"since": "@last"})
by_api("name a direct chat", "PATCH", "chats/{chat.pk}/", {"custom_name": "Fiel"})
by_api("name a group", "PATCH", "chats/{group_chat.pk}/", {"custom_name": "Time"})
by_api("save a draft", "PUT", "chats/{chat.pk}/draft/", {"text": "olá, "})
by_api(
    "drop a draft", "DELETE", "chats/{chat.pk}/draft/", code=204,
    before=lambda world: world.caller.put(f"/api/chats/{world.chat.pk}/draft/", {"text": "olá"}),
)  # fmt: skip

# ── pessoas: enviar e decidir
act("send a text")(sent)
act("schedule a text")(lambda world: sent(world, send_at=(timezone.now() + timedelta(hours=3)).isoformat()))
act("send to a new number")(
    lambda world: world.caller.post(
        "/api/mensagens/", {"instance": world.loja.pk, "phone": "5511977770001", "text": "oi"}
    )
)
by_api("retry a failed send", "POST", "mensagens/{mine.pk}/retry/", before=failed)
by_api("retry an unknown send", "POST", "mensagens/{mine.pk}/retry/", before=unknown)
by_api("cancel a send", "POST", "mensagens/{mine.pk}/cancel/", before=sent)
by_api("say it was sent", "POST", "mensagens/{mine.pk}/resolve/", {"outcome": "sent"}, before=unknown)
by_api("say it was not sent", "POST", "mensagens/{mine.pk}/resolve/", {"outcome": "failed"}, before=unknown)
by_api("discard a failed send", "POST", "mensagens/{mine.pk}/discard/", before=failed)
by_api("react", "POST", "mensagens/{last.pk}/react/", {"emoji": "👍"})
by_api(
    "take a reaction back", "POST", "mensagens/{last.pk}/react/", {"emoji": ""},
    before=lambda world: world.caller.post(f"/api/mensagens/{world.last.pk}/react/", {"emoji": "👍"}),
)  # fmt: skip
by_api("edit", "POST", "mensagens/{mine.pk}/edit/", {"text": "já foi"}, before=delivered)
by_api("revoke", "POST", "mensagens/{mine.pk}/revoke/", before=delivered)
by_api("download again", "POST", "media/{media.pk}/retry/", before=lambda w: fail_media(w))
act("send a file")(lambda world: send_file(world))


def send_file(world: Any) -> None:
    image = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(image, "PNG")
    file = SimpleUploadedFile("foto.png", image.getvalue(), "image/png")
    answer = world.caller.http.post(
        "/api/mensagens/", {"chat": world.chat.pk, "type": "image", "file": file}, headers=world.caller.headers
    )
    assert answer.status_code == 201, answer.content


def fail_media(world: Any) -> None:
    MessageMedia.objects.filter(pk=world.media.pk).update(status="failed", error="x", next_try_at=None)


# ── pessoas: contatos e grupos
by_api("save a contact", "PATCH", "contacts/{contact.pk}/", {"saved_name": "Dona Lu", "notes": "paga no Pix"})
by_api("block", "POST", "contacts/{contact.pk}/block/")
by_api(
    "unblock", "POST", "contacts/{contact.pk}/unblock/",
    before=lambda world: world.caller.post(f"/api/contacts/{world.contact.pk}/block/"),
)  # fmt: skip
by_api(
    "start a chat by number", "POST", "contacts/",
    {"instance": "@loja", "phone": "5511977770002", "saved_name": "Nova"}, code=201,
)  # fmt: skip
by_api("merge contacts", "POST", "contacts/{contact.pk}/merge/", {"other": "@hidden"})
by_api(
    "unmerge contacts", "POST", "contacts/{contact.pk}/unmerge/", {"address": LID},
    before=lambda world: world.caller.post(f"/api/contacts/{world.contact.pk}/merge/", {"other": world.hidden.pk}),
)  # fmt: skip


@act("import contacts")
def _(world):
    file = SimpleUploadedFile("c.csv", f"nome,telefone\nNova,5511977770003\nFiel,{CONTACT}\n".encode(), "text/csv")
    answer = world.caller.http.post(
        "/api/contacts/import/", {"instance": world.loja.pk, "file": file}, headers=world.caller.headers
    )
    assert answer.json()["created"] == answer.json()["updated"] == 1, answer.content


def own_group(world: Any) -> None:
    """Um grupo que existe no simulador."""
    answer = world.caller.post(
        "/api/groups/", {"instance": world.loja.pk, "subject": "Entregas", "participants": [CONTACT]}
    )
    assert answer.status_code == 201, answer.content
    world.group = SimpleNamespace(pk=answer.json()["id"])


act("create a group")(own_group)
by_api("rename a group at WhatsApp", "PATCH", "groups/{group.pk}/", {"subject": "Entregas 2"}, before=own_group)
by_api("add members", "POST", "groups/{group.pk}/members/", {"phones": ["5511977770004"]}, before=own_group)
by_api("remove members", "DELETE", f"groups/{{group.pk}}/members/?phones={CONTACT}", before=own_group)
by_api("leave a group", "POST", "groups/{group.pk}/leave/", before=own_group)

# ── pessoas: instâncias
by_api("rename an instance", "PATCH", "instances/{loja.pk}/", {"name": "Loja 2"})
by_api("turn mending on", "PATCH", "instances/{loja.pk}/", {"auto_mend": True})
by_api("ignore groups", "PATCH", "instances/{loja.pk}/", {"ignore_groups": True})
by_api("rotate the secret", "POST", "instances/{loja.pk}/rotate-secret/")
by_api("change the profile", "POST", "instances/{loja.pk}/profile/", {"name": "Loja Boa"})
by_api("configure webhooks", "POST", "instances/{loja.pk}/configure-webhooks/")
by_api("restart", "POST", "instances/{loja.pk}/restart/", {})
by_api("disconnect", "POST", "instances/{loja.pk}/disconnect/", {})
by_api("begin to connect", "POST", "instances/{loja.pk}/connect/", before=lambda world: disconnected(world))
by_api("change the pace", "PATCH", "instances/{loja.pk}/sending/", {"daily_cap": 10})
by_api("register an instance", "POST", "instances/", {"name": "Nova", "instance_id": "NOVA-1", "token": "t"}, code=201)
by_api("remove an instance", "DELETE", "instances/{loja.pk}/", code=204)


def disconnected(world: Any) -> None:
    assert world.caller.post(f"/api/instances/{world.loja.pk}/disconnect/", {}).status_code == 200


# ── pessoas: o resto
def alerted(world: Any) -> None:
    AlertRule.objects.create(cliente=world.acme, kind="queue", threshold=0)
    InstanceLease.objects.filter(pk=world.loja.pk).update(next_send_at=timezone.now() + timedelta(hours=1))
    sent(world)
    watch.run()
    world.alert = SimpleNamespace(pk=next(iter(fetch(world.caller)["alert"])))


act("an alert opens")(alerted)
by_api("acknowledge an alert", "POST", "alerts/{alert.pk}/acknowledge/", {"comment": "vejo"}, before=alerted)
by_api(
    "silence an alert", "POST", "alerts/{alert.pk}/silence/",
    {"until": (timezone.now() + timedelta(hours=1)).isoformat()}, before=alerted,
)  # fmt: skip


def with_channel(world: Any) -> None:
    answer = world.caller.post("/api/alert-channels/", {"kind": "email", "target": "b@acme.com.br"})
    world.channel = SimpleNamespace(pk=answer.json()["id"])


act("add a channel")(with_channel)
by_api("change a channel", "PATCH", "alert-channels/{channel.pk}/", {"is_on": False}, before=with_channel)
by_api("remove a channel", "DELETE", "alert-channels/{channel.pk}/", code=204, before=with_channel)


def with_user(world: Any) -> None:
    person = {"email": "e@acme.com.br", "name": "Eva", "role": "operator", "password": "senha-de-eva-1"}
    world.user = SimpleNamespace(pk=world.caller.post("/api/users/", person).json()["id"])


act("create a user")(with_user)
by_api("deactivate a user", "PATCH", "users/{user.pk}/", {"active": False}, before=with_user)
by_api("remove a user", "DELETE", "users/{user.pk}/", code=204, before=with_user)
by_api("change one's own name", "PATCH", "auth/me/", {"name": "Bruno B."})
by_api("rename a cliente", "PATCH", "clientes/{acme.pk}/", {"name": "Acme 2"})


@act("replay an event")
def _(world):
    event = WebhookEvent.objects.latest("id")
    assert world.caller.post(f"/api/events/{event.pk}/replay/").status_code == 200


@act("replay many")
def _(world):
    assert world.caller.post("/api/events/replay/", {"kind": ["message"]}).status_code == 202
    replay.run()


# ── o worker
act("the queue is claimed", before=sent)(lambda world: deliver.claim(world.loja.pk))
act("a send is accepted", before=sent)(lambda world: deliver.deliver_all())
act("a send is refused")(failed)
act("a send is lost on the way")(unknown)
act("a send to a new number is confirmed", before=lambda w: ACTS["send to a new number"](w))(
    lambda world: deliver.deliver_all()
)
act("the ticks climb", before=delivered)(posted)
act("a lost claim expires", before=lambda world: claimed(world))(lambda world: deliver.expire_claims())


def claimed(world: Any) -> None:
    sent(world)
    deliver.claim(world.loja.pk)
    OutboxItem.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))


@act("a send cannot leave", before=sent)
def _(world):
    world.wapi.add_fault("http_429", instance_id=world.loja.instance_id, calls=("send-text",), times=1)
    deliver.deliver_all()


@act("the breaker opens")
def _(world):
    world.wapi.add_fault("http_500", instance_id=world.loja.instance_id)
    for _ in range(6):
        sent(world)
        deliver.deliver_all()


act("a file is downloaded")(lambda world: download.download(world.media.pk))
act("a file is kept long enough", before=lambda world: old_file(world))(lambda world: expiry.expire(10))


def old_file(world: Any) -> None:
    long_ago = timezone.now() - timedelta(days=1_000)
    MessageMedia.objects.filter(pk=world.media.pk).update(status="ready", storage_name="1/a", ready_at=long_ago)


@act("the gateway stops answering")
def _(world):
    world.wapi.add_fault("http_500", instance_id=world.loja.instance_id)
    status.poll(world.loja)


@act("the gateway says it fell")
def _(world):
    world.wapi.add_fault("connected_false", instance_id=world.loja.instance_id)
    status.poll(world.loja)


@act("the settings are read back")
def _(world):
    drift.read_details(WhatsappInstance.objects.get(pk=world.loja.pk))


act("a group is refreshed", before=own_group)(lambda world: groups.refresh(world.group.pk))


@act("a code is shown", before=lambda world: ACTS["begin to connect"](world))
def _(world):
    for _ in range(30):
        ConnectSession.objects.update(next_step_at=timezone.now())
        connect.step(world.loja.pk)


# ── o que o gateway posta
def of_contact(name: str, **more: Any) -> Act:
    return lambda world: world.receive(world.loja, {**capture(name), **more})


for _name in (
    "received_text", "received_image_no_caption", "received_quoted_reply", "received_reaction", "received_revoke",
    "received_lid_chat", "received_group_text_with_name", "sent_by_me_text", "status_read", "presence", "connected",
    "disconnected",
):  # fmt: skip
    act(f"the gateway posts {_name}")(of_contact(_name))

act("a contact writes again")(lambda world: world.receive(world.loja, text_from(CONTACT, "e aí?")))
act("the phone answers")(
    lambda world: world.receive(world.loja, text_from(CONTACT, "já vi", fromMe=True, moment=1_900_000_000))
)
act("a LID gains its phone")(
    lambda world: world.receive(
        world.loja,
        text_from(CONTACT, "sou eu", chat={"id": CONTACT, "lid": LID}, sender={"id": CONTACT, "lid": LID}),
    )
)


@pytest.mark.parametrize("name", ACTS)
def test_who_only_hears_the_feed_holds_the_same_as_who_fetches_again(name, world):
    BEFORE[name](world)
    before = fetch(world.caller)

    with told() as rows:
        ACTS[name](world)

    expect_told(before, fetch(world.caller), rows)
