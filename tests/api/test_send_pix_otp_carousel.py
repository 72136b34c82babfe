"""Código, Pix e carrossel pela API: o que se pede, o que fica à vista, e o que se recusa com a razão."""

from typing import Any

import pytest

from authentication.models import User
from core.models import Mensagem, OutboxItem, WhatsappInstance

pytestmark = pytest.mark.django_db
URL = "/api/mensagens/"
PIX = {"type": "pix", "merchant_name": "Loja", "pix_key": "a@b.com.br", "pix_type": "email"}
OTP = {"type": "otp", "text": "Seu código", "button_text": "Copiar", "code": "482913"}
CARD = {"text": "Mensal", "image": "https://e.com/a.png", "buttons": [{"type": "reply", "text": "Quero", "value": "m"}]}
CAROUSEL = {"type": "carousel", "text": "Planos", "cards": [CARD]}


def sent(as_user: Any, user: User, instance: WhatsappInstance, body: dict[str, Any]) -> Any:
    return as_user(user).post(URL, {"instance": instance.pk, "phone": "5511900000077", **body})


@pytest.mark.parametrize(
    ("body", "choices"),
    [
        (OTP, {"button_text": "Copiar", "code": "482913"}),
        (
            {**PIX, "amount": 49.9},
            {"merchant_name": "Loja", "pix_key": "a@b.com.br", "pix_type": "email", "amount": 49.9},
        ),
        (CAROUSEL, {"cards": [CARD]}),
    ],
    ids=["otp", "pix", "carousel"],
)
def test_what_was_asked_is_shown_and_waits(
    as_user: Any, carla: User, davi: User, loja: WhatsappInstance, body: dict[str, Any], choices: dict[str, Any]
) -> None:
    answer = sent(as_user, carla, loja, body)

    made = answer.json()
    assert answer.status_code == 201, made
    assert (made["type"], made["status"], made["text"]) == (body["type"], "pending", body.get("text"))
    assert made["choices"] == choices
    assert OutboxItem.objects.get().payload["fields"] == choices
    assert as_user(davi).get(f"{URL}{made['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("cpf", "123.456.789-09", "12345678909"),
        ("cnpj", "11.222.333/0001-81", "11222333000181"),
        ("phone", "+55 (11) 90000-0002", "+5511900000002"),
        ("email", " Loja@Exemplo.com.br ", "loja@exemplo.com.br"),
        ("evp", "A0000000-0000-4000-8000-00000000000B", "a0000000-0000-4000-8000-00000000000b"),
    ],
)
def test_a_pix_key_is_kept_as_the_bank_wants_it(
    as_user: Any, carla: User, loja: WhatsappInstance, kind: str, given: str, kept: str
) -> None:
    answer = sent(as_user, carla, loja, {**PIX, "pix_type": kind, "pix_key": given})

    assert answer.json()["choices"]["pix_key"] == kept


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        ({**PIX, "pix_type": "cpf"}, "pix_key"),
        ({**PIX, "pix_type": "evp", "pix_key": "123"}, "pix_key"),
        ({**PIX, "pix_type": "boleto"}, "pix_type"),
        ({**PIX, "amount": 0}, "amount"),
        ({"type": "pix"}, "merchant_name"),
        ({**OTP, "code": None}, "code"),
        ({**OTP, "text": " "}, "text"),
        ({**CAROUSEL, "cards": []}, "cards.non_field_errors"),
        ({**CAROUSEL, "cards": [{**CARD, "image": "x"}]}, "cards.0.image"),
        ({**CAROUSEL, "cards": [{**CARD, "buttons": [{"type": "url", "text": "Ver"}]}]}, "cards.0.buttons.0.value"),
    ],
)
def test_what_lacks_or_is_wrong_is_refused_by_name(
    as_user: Any, carla: User, loja: WhatsappInstance, body: dict[str, Any], attr: str
) -> None:
    answer = sent(as_user, carla, loja, body)

    assert answer.status_code == 400
    assert attr in {error["attr"] for error in answer.json()["errors"]}
    assert not Mensagem.objects.exists()


@pytest.mark.parametrize("body", [OTP, PIX, CAROUSEL], ids=["otp", "pix", "carousel"])
def test_a_lite_plan_lacks_it(as_user: Any, carla: User, loja: WhatsappInstance, body: dict[str, Any]) -> None:
    WhatsappInstance.objects.update(plan="lite")

    assert sent(as_user, carla, loja, body).status_code == 409


@pytest.mark.parametrize("body", [OTP, PIX, CAROUSEL], ids=["otp", "pix", "carousel"])
def test_it_can_be_forwarded(as_user: Any, carla: User, loja: WhatsappInstance, body: dict[str, Any]) -> None:
    first = sent(as_user, carla, loja, body).json()

    answer = as_user(carla).post(URL, {"chat": first["chat"], "forward_of": first["id"]}).json()

    assert (answer["type"], answer["choices"]) == (first["type"], first["choices"])
