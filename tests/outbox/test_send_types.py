"""Todos os tipos de envio: uma linha do clique ao tique, e o eco encontra a mesma linha."""

import pytest

from core.apply.content import TOLD
from core.facts import MessageStatus
from core.instances.plan import PlanLacks
from core.models import Mensagem, WhatsappInstance
from core.outbox import decisions, deliver, message_acts
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"

SECTIONS = [{"title": "Bolos", "rows": [{"id": "b1", "title": "Cenoura", "description": "com cobertura"}]}]
TYPES = [
    pytest.param("text", "oi", {}, "text", "send-text", id="texto"),
    pytest.param(
        "location",
        None,
        {"latitude": -25.43, "longitude": -49.27, "name": "Praça"},
        "location",
        "send-location",
        id="lugar",
    ),
    pytest.param(
        "contact",
        None,
        {"contacts": [{"name": "Ana", "phone": "5541988887777"}]},
        "contact",
        "send-contact",
        id="cartão",
    ),
    pytest.param(
        "contact",
        None,
        {"contacts": [{"name": "Ana", "phone": "5541988887777"}, {"name": "Bia", "phone": "5541988886666"}]},
        "contact",
        "send-contacts",
        id="cartões",
    ),
    pytest.param("link", "veja", {"url": "https://exemplo.com.br", "title": "Loja"}, "text", "send-link", id="link"),
    pytest.param("poll", "Qual?", {"options": ["a", "b"], "max_choices": 1}, "poll", "send-poll", id="enquete"),
    pytest.param(
        "list",
        "Escolha",
        {"title": "Cardápio", "button_text": "Ver", "sections": SECTIONS},
        "list",
        "send-list",
        id="lista",
    ),
    pytest.param(
        "buttons",
        "Confirma?",
        {"buttons": [{"type": "reply", "text": "Sim"}, {"type": "url", "text": "Site", "value": "https://e.com"}]},
        "buttons",
        "send-button-actions",
        id="botões",
    ),
    pytest.param(
        "buttons",
        "Confirma?",
        {"buttons": [{"type": "reply", "text": "Sim", "value": "s"}, {"type": "reply", "text": "Não", "value": "n"}]},
        "buttons",
        "send-button-actions",
        id="botões com id",
    ),
    pytest.param(
        "otp", "Seu código", {"button_text": "Copiar", "code": "482913"}, "otp", "send-button-otp", id="código"
    ),
    pytest.param(
        "pix",
        None,
        {"merchant_name": "Loja", "pix_key": "a@b.com.br", "pix_type": "email", "amount": 49.9},
        "pix",
        "send-button-pix",
        id="pix",
    ),
    pytest.param(
        "carousel",
        "Nossos planos",
        {
            "cards": [
                {"text": "Mensal", "image": "https://e.com/a.png", "buttons": [{"type": "reply", "text": "Quero"}]},
                {
                    "text": "Anual",
                    "image": "https://e.com/b.png",
                    "buttons": [{"type": "call", "text": "Ligar", "value": "+5511900000001"}],
                },
            ]
        },
        "carousel",
        "send-carousel",
        id="carrossel",
    ),
]


@pytest.mark.parametrize(("kind", "text", "fields", "row_type", "call"), TYPES)
def test_each_type_leaves_by_its_call_and_its_echo_meets_the_row(wapi, connected, kind, text, fields, row_type, call):
    message, _ = enqueue(None, ToSend(connected, text, kind, fields, address=CONTACT), None)
    shown = message.details

    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)

    message.refresh_from_db()
    assert [one["call"] for one in wapi.sent()["sent"]] == [call]
    assert Mensagem.objects.count() == 1
    details = {name: value for name, value in (message.details or {}).items() if name not in TOLD} or None
    assert (message.type, message.text, details) == (row_type, text, shown)
    assert message.status == MessageStatus.READ


@pytest.mark.parametrize(("kind", "text", "fields", "row_type", "call"), TYPES)
def test_echo_settles_each_type_whose_answer_was_lost(wapi, connected, kind, text, fields, row_type, call):
    wapi.add_fault("reset_after_accept", instance_id=connected.instance_id, calls=(call,), times=1)
    message, _ = enqueue(None, ToSend(connected, text, kind, fields, address=CONTACT), None)
    deliver.deliver_all()

    post_what_the_simulator_posted(wapi, connected)

    message.refresh_from_db()
    assert Mensagem.objects.count() == 1
    assert message.status == MessageStatus.READ


@pytest.fixture
def sent(wapi, connected) -> Mensagem:
    """Uma mensagem nossa que já foi lida."""
    message, _ = enqueue(None, ToSend(connected, "oi", address=CONTACT), None)
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)
    message.refresh_from_db()
    return message


def test_reaction_shows_at_once_and_its_echo_changes_nothing(wapi, connected, sent):
    message_acts.react(None, sent, "👍")
    at_once = list(sent.reactions.values_list("emoji", "sender_id"))

    post_what_the_simulator_posted(wapi, connected)

    assert at_once == [("👍", "")]
    assert list(sent.reactions.values_list("emoji", "sender_id")) == at_once


def test_empty_reaction_removes_ours(wapi, connected, sent):
    message_acts.react(None, sent, "👍")

    message_acts.react(None, sent, "")

    assert not sent.reactions.exists()


def test_edit_changes_the_text_and_keeps_the_original(wapi, connected, sent):
    message_acts.edit(None, sent, "oi!")
    post_what_the_simulator_posted(wapi, connected)

    sent.refresh_from_db()
    assert (sent.text, sent.original_text) == ("oi!", "oi")
    assert sent.edited_at is not None


def test_revoke_keeps_the_place_of_the_message(wapi, connected, sent):
    message_acts.revoke(None, sent)

    sent.refresh_from_db()
    assert sent.revoked_at is not None


def test_a_message_that_has_not_left_cannot_be_changed(wapi, connected):
    message, _ = enqueue(None, ToSend(connected, "oi", address=CONTACT), None)

    for act in (
        lambda: message_acts.react(None, message, "👍"),
        lambda: message_acts.edit(None, message, "x"),
        lambda: message_acts.revoke(None, message),
    ):
        with pytest.raises(decisions.NotPossible):
            act()


def test_what_the_gateways_answer_taught_survives_a_rebuild(wapi, connected, sent):
    from webhook.rebuild import rebuild

    message_acts.react(None, sent, "👍")
    message_acts.edit(None, sent, "oi!")

    report = rebuild(connected, check=True)

    assert report.is_equal, [str(d) for d in report.differences if d.size]


def test_what_the_plan_lacks_is_refused_before_any_call(wapi, connected, sent):
    WhatsappInstance.objects.update(plan="lite")
    connected.refresh_from_db()
    sent.refresh_from_db()

    for refused in (
        lambda: enqueue(None, ToSend(connected, "Qual?", "poll", {"options": ["a", "b"]}, address=CONTACT), None),
        lambda: message_acts.react(None, Mensagem.objects.get(pk=sent.pk), "👍"),
        lambda: message_acts.edit(None, Mensagem.objects.get(pk=sent.pk), "x"),
        lambda: message_acts.revoke(None, Mensagem.objects.get(pk=sent.pk)),
    ):
        with pytest.raises(PlanLacks):
            refused()

    assert len(wapi.sent()["sent"]) == 1
