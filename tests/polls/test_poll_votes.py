"""Votos de enquete: lidos com o segredo dela, em qualquer ordem, um por pessoa, e derivados de novo dos eventos."""

import itertools
import json
from typing import Any

import pytest
from django.test import Client

from conftest import capture
from core.models import Mensagem, MessageUpdate, PollResult, WebhookEvent, WhatsappInstance
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from simulator import poll_cipher
from tests.api.caller import Caller, text_from
from tests.receive.posting import post_what_the_simulator_posted
from webhook import inbox
from webhook.rebuild import rebuild

pytestmark = pytest.mark.django_db(transaction=True)
POLL = capture("sent_by_me_poll")
CAST = capture("received_poll_vote_decryptable")
SECRET, POLL_ID = POLL["msgContent"]["messageContextInfo"]["messageSecret"], POLL["messageId"]
OURS, ANA, BIA = "100000000000001@lid", "100000000000002@lid", "100000000000003@lid"
PHONES = {ANA: "5511900000002", BIA: "5511900000003"}


def vote(
    options: list[str], *, at: int, voter: str = ANA, sealed_as: str | None = None, phone: bool = True, **more: Any
) -> dict[str, Any]:
    """Um voto de `voter` na enquete da captura; `sealed_as` é a grafia com que foi cifrado; `phone`: o corpo a diz."""
    cipher = poll_cipher.seal(options, SECRET, POLL_ID, OURS, sealed_as or voter)
    key = {"ID": POLL_ID, "fromMe": True, "remoteJID": ANA}
    sender = {"id": PHONES[voter] if phone else voter.partition("@")[0], "senderLid": voter, "pushName": ""}
    moment = CAST["moment"] + at
    return {
        **CAST,
        "messageId": f"VOTE{voter[:15]}{at}",
        "moment": moment,
        "chat": {"id": voter},
        "sender": sender,
        "msgContent": {
            "pollUpdateMessage": {
                "pollCreationMessageKey": key, "vote": cipher, "senderTimestampMS": str(moment * 1000)
            }
        },
        **more,
    }  # fmt: skip


def post(instance: WhatsappInstance, *bodies: dict[str, Any]) -> None:
    for body in bodies:
        Client().post(f"/webhook/{instance.webhook_secret}/", json.dumps(body), content_type="application/json")
        inbox.drain()


def tally(user: Any) -> dict[str, Any]:
    """Os votos, como a API os mostra: opção -> quem votou."""
    (row,) = Caller(user).get("/api/mensagens/?type=poll").json()["results"]
    return {one["text"]: [voter["sender_id"] for voter in one["voters"]] for one in row["poll"]["results"]}


def tally_of_all(user: Any) -> list[list[str]]:
    """Quem votou em cada enquete, da que mais teve à que menos."""
    rows = Caller(user).get("/api/mensagens/?type=poll").json()["results"]
    found = [[v["sender_id"] for one in row["poll"]["results"] for v in one["voters"]] for row in rows]
    return sorted(found, reverse=True)


def counts(user: Any) -> list[int | None]:
    (row,) = Caller(user).get("/api/mensagens/?type=poll").json()["results"]
    return [one["votes"] for one in row["poll"]["results"]]


def in_group(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "isGroup": True, "chat": {"id": "120363000000000001@g.us"}}


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_the_captured_vote_is_counted_in_any_order(loja, carla, davi, order):
    post(loja, *([POLL, CAST][place] for place in order))

    (row,) = Caller(carla).get("/api/mensagens/?type=poll").json()["results"]
    assert row["poll"] == {
        "question": "Melhor horário?",
        "options": ["Manhã", "Tarde", "Noite"],
        "max_choices": 1,
        "results": [
            {"text": "Manhã", "votes": 0, "voters": []},
            {
                "text": "Tarde",
                "votes": 1,
                "voters": [{"sender_id": "5511900000002", "from_me": False, "name": "5511900000002"}],
            },
            {"text": "Noite", "votes": 0, "voters": []},
        ],
        "voters_count": 1,
    }
    assert Mensagem.objects.count() == 1
    assert Caller(davi).get(f"/api/mensagens/{row['id']}/").status_code == 404


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_a_later_vote_replaces_the_earlier_one_of_the_same_person_in_any_order(loja, carla, order):
    bodies = [
        in_group(POLL),
        in_group(vote(["Manhã"], at=1)),
        in_group(vote(["Noite"], at=2, phone=False)),  # a mesma pessoa, agora só pelo LID
        in_group(vote(["Manhã"], at=3, voter=BIA)),
    ]
    post(loja, *(bodies[place] for place in order))

    assert tally(carla) == {"Manhã": ["5511900000003"], "Tarde": [], "Noite": ["5511900000002"]}
    report = rebuild(loja, check=True)
    assert report.is_equal, [str(d) for d in report.differences if d.size]


def test_a_vote_taken_back_leaves_the_tally(loja, carla):
    post(loja, POLL, vote(["Manhã"], at=1), vote([], at=2))

    assert counts(carla) == [0, 0, 0]


def test_a_vote_sealed_by_phone_is_read_once_the_pair_is_learnt(loja, carla):
    hidden = vote(["Noite"], at=1, sealed_as=f"{PHONES[ANA]}@s.whatsapp.net", phone=False)
    post(loja, POLL, hidden)
    before = counts(carla)

    post(loja, text_from(PHONES[ANA], sender={"id": PHONES[ANA], "senderLid": ANA, "pushName": "Ana"}))

    assert before == [None, None, None]
    assert counts(carla) == [0, 0, 1]
    assert tally(carla)["Noite"] == ["5511900000002"]


def test_two_chats_that_become_one_keep_the_votes_under_the_phone(loja, carla):
    twin = {**POLL, "chat": {"id": PHONES[ANA]}, "moment": POLL["moment"] + 1}
    post(loja, POLL, twin, vote(["Noite"], at=1, phone=False))
    before = tally_of_all(carla)

    post(loja, text_from(PHONES[ANA], sender={"id": PHONES[ANA], "senderLid": ANA, "pushName": "Ana"}))

    assert before == [[ANA], []]
    assert tally(carla)["Noite"] == ["5511900000002"]
    report = rebuild(loja, check=True)
    assert report.is_equal, [(str(d), d.missing, d.extra, d.changed) for d in report.differences if d.size]


def test_a_stray_unreadable_vote_leaves_the_tally(loja, carla):
    stray = in_group(vote(["Manhã"], at=2, voter=BIA, sealed_as=ANA))

    post(loja, in_group(POLL), in_group(vote(["Tarde"], at=1)), stray)

    assert counts(carla) == [0, 1, 0]


def test_a_poll_whose_secret_never_came_has_no_counts(loja, carla):
    bare = {**POLL, "msgContent": {"pollCreationMessageV3": POLL["msgContent"]["pollCreationMessageV3"]}}

    post(loja, bare, vote(["Manhã"], at=1))

    assert counts(carla) == [None, None, None]


def test_the_secret_is_in_no_answer_of_the_api(loja, bruno):
    post(loja, POLL, CAST)
    caller = Caller(bruno)

    events = [caller.get(f"/api/events/{event.pk}/").json() for event in WebhookEvent.objects.all()]
    shown = [{name: value for name, value in event.items() if name != "payload"} for event in events]
    shown.append(caller.get("/api/mensagens/").json())

    assert MessageUpdate.objects.filter(value__contains=SECRET).exists()
    assert SECRET not in json.dumps(shown)


def test_a_vote_is_processed_and_tells_the_message(loja, carla):
    from core.models import Change

    post(loja, POLL)
    Change.objects.all().delete()

    post(loja, CAST)

    told = Change.objects.get(resource="mensagem")
    assert (told.object_id, told.what) == (Mensagem.objects.get().pk, "votes")
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"processed"}


@pytest.mark.parametrize("by_phone", [False, True])
def test_a_poll_of_ours_is_voted_in_the_simulator(wapi, connected, carla, by_phone):
    contact = "5511900000077"
    fields = {"options": ["Manhã", "Tarde"], "max_choices": 1}
    enqueue(None, ToSend(connected, "Quando?", "poll", fields, address=contact), None)
    deliver.deliver_all()
    wapi.wait_until_quiet()
    wapi.write(connected.instance_id, kind="poll_vote", contact=contact, text="Manhã", by_phone=by_phone)
    wapi.write(connected.instance_id, kind="poll_vote", contact=contact, text="Tarde", by_phone=by_phone)

    post_what_the_simulator_posted(wapi, connected)

    assert sum(count or 0 for count in counts(carla)) == 1
    assert PollResult.objects.get().votes[0]["sender_id"] == contact


def test_our_own_vote_on_a_contacts_poll_is_ours(wapi, connected, carla):
    wapi.write(connected.instance_id, kind="poll", text="Quando?", options=["A", "B"])
    wapi.write(connected.instance_id, kind="poll_vote", text="B", from_phone=True)

    post_what_the_simulator_posted(wapi, connected)

    assert tally(carla) == {"A": [], "B": ["5511900000001"]}
