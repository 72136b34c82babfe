"""O toque num botão nosso volta com o nosso valor, embora a W-APi só conheça o id que ela mesma lhe deu."""

import pytest

from core.models import Mensagem
from core.outbox import deliver
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend
from tests.api.caller import Caller
from tests.receive.posting import post_what_the_simulator_posted

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = "5511900000077"
BUTTONS = [
    {"type": "url", "text": "Site", "value": "https://e.com"},
    {"type": "reply", "text": "Sim", "value": "pedido-7:sim"},
    {"type": "reply", "text": "Não", "value": "pedido-7:nao"},
]


def send(connected, buttons=BUTTONS) -> Mensagem:
    """Botões nossos, enviados."""
    message, _ = enqueue(None, ToSend(connected, "Confirma?", "buttons", {"buttons": buttons}, address=CONTACT), None)
    deliver.deliver_all()
    message.refresh_from_db()
    return message


def touch(wapi, connected, message, **more) -> None:
    """O contato toca um botão; tudo que o simulador postou chega."""
    wapi.wait_until_quiet()
    wapi.write(connected.instance_id, contact=CONTACT, target=message.message_id, **more)
    post_what_the_simulator_posted(wapi, connected)


def choice_shown(user) -> str | None:
    """O `choice_id` da resposta, como a API a mostra."""
    (reply,) = Caller(user).get("/api/mensagens/?type=button_reply").json()["results"]
    return reply["choice_id"]


@pytest.mark.parametrize(("text", "value"), [("Sim", "pedido-7:sim"), ("Não", "pedido-7:nao")])
def test_the_touched_button_comes_back_with_our_value(wapi, connected, carla, text, value):
    message = send(connected)

    touch(wapi, connected, message, kind="button_reply", text=text)

    assert choice_shown(carla) == value


def test_reply_before_the_echo_is_the_same(wapi, connected, carla):
    message = send(connected)
    wapi.wait_until_quiet()

    # O registro vem do mais novo ao mais velho: a resposta é postada antes do eco.
    touch(wapi, connected, message, kind="button_reply", text="Não")

    assert choice_shown(carla) == "pedido-7:nao"


def test_two_buttons_of_one_text_are_told_apart_by_the_id_of_the_echo(wapi, connected, carla):
    twins = [{"type": "reply", "text": "Ver", "value": "a"}, {"type": "reply", "text": "Ver", "value": "b"}]
    message = send(connected, twins)
    post_what_the_simulator_posted(wapi, connected)
    message.refresh_from_db()
    second = message.details["told_buttons"][1]["id"]

    reply = {"selectedDisplayText": "Ver", "selectedID": second, "selectedIndex": 0,
             "contextInfo": {"stanzaID": message.message_id}}  # fmt: skip
    touch(wapi, connected, message, kind="text", msg_content={"templateButtonReplyMessage": reply})

    assert choice_shown(carla) == "b"


@pytest.mark.parametrize(
    ("said", "index", "value"),
    [
        pytest.param("Sim", 2, "pedido-7:sim", id="pelo texto"),
        pytest.param("outro texto", 2, "pedido-7:nao", id="pelo lugar"),
        pytest.param("outro texto", 9, "nunca-visto", id="nem um nem outro: o id como veio"),
    ],
)
def test_an_id_the_echo_never_told_is_matched_by_text_or_place(wapi, connected, carla, said, index, value):
    message = send(connected)

    reply = {"selectedDisplayText": said, "selectedID": "nunca-visto", "selectedIndex": index,
             "contextInfo": {"stanzaID": message.message_id}}  # fmt: skip
    touch(wapi, connected, message, kind="text", msg_content={"templateButtonReplyMessage": reply})

    assert choice_shown(carla) == value


def test_a_button_list_would_be_accepted_and_never_arrive(wapi, connected):
    import requests

    body = {"phone": CONTACT, "message": "Confirma?", "buttons": [{"buttonId": "1", "label": "Sim"}]}
    answer = requests.post(
        f"{wapi.base_url}/message/send-button-list?instanceId={connected.instance_id}",
        json=body,
        headers={"Authorization": "Bearer TEST_INSTANCE_TOKEN"},
        timeout=5,
    ).json()
    wapi.wait_until_quiet()

    assert answer["messageId"]
    assert post_what_the_simulator_posted(wapi, connected) == 0


def test_a_button_of_a_carousel_comes_back_with_our_value(wapi, connected, carla):
    cards = [
        {"text": name, "image": "https://e.com/a.png", "buttons": [{"type": "reply", "text": "Quero", "value": value}]}
        for name, value in (("Mensal", "m"), ("Anual", "a"))
    ]
    message, _ = enqueue(None, ToSend(connected, "Planos", "carousel", {"cards": cards}, address=CONTACT), None)
    deliver.deliver_all()
    post_what_the_simulator_posted(wapi, connected)
    message.refresh_from_db()

    reply = {"selectedDisplayText": "Quero", "selectedID": message.details["told_buttons"][1]["id"],
             "contextInfo": {"stanzaID": message.message_id}}  # fmt: skip
    touch(wapi, connected, message, kind="text", msg_content={"templateButtonReplyMessage": reply})

    assert choice_shown(carla) == "a"
