"""O que o worker guardou em português sai, na API, na língua de quem pede; as palavras do gateway, como vieram."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from authentication.models import User
from core.ground.sentences import Sentence, said
from core.instances import health
from core.models import (
    Alert,
    AlertChannel,
    ConnectSession,
    Group,
    InstanceHealth,
    InstanceTransition,
    Mensagem,
    MessageMedia,
    Reconciliation,
    WebhookSetting,
    WhatsappInstance,
)
from scripts import translations

ENGLISH = {entry.msgid: entry.msgstr for entry in translations.read()}
# Onde nasce o que se guarda; o marcado ali, sem valores, é o que `said` encontra inteiro.
BORN_IN = (
    "core/apply/", "core/gateway/",
    "core/instances/health.py", "core/instances/state.py", "core/instances/no_signal.py",
    "core/media/download.py", "core/media/guarded_fetch.py", "core/media/stored_file.py", "core/outbox/gateway_call.py",
    "core/outbox/decisions.py", "core/outbox/deliver.py", "core/outbox/numbers.py", "core/outbox/settle.py",
    "webhook/intake.py",
)  # fmt: skip
HARD_NAMES = ["Loja", "Loja 100% %(name)s %d", r"a\1(b)[c]*", "Linha\num", "não dá sinal. Nada", "Foto"]


def fixed() -> list[str]:
    """As frases guardadas que não têm valores."""
    return [text for text, files in translations.marked().items() if any(file.startswith(BORN_IN) for file in files)]


def filled(sentence: Sentence, name: str) -> tuple[str, str]:
    """Uma frase como se guarda, e o inglês dela."""
    values = {
        "name": name, "host": "mmg.whatsapp.net", "error": "TimeoutError", "seconds": "1.5",
        "words": "conexão recusada", "span": "menos de 1 min", "gap": "menos de 1 min",
        **dict.fromkeys(re.findall(r"%\((\w+)\)d", sentence), 413),
    }  # fmt: skip
    inside = {"words": "connection refused", "span": "less than 1 min", "gap": "less than 1 min"}
    return sentence % values, ENGLISH[sentence] % (values | inside)


def test_the_parts_say_the_sentence_again_without_guessing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Um nome que imita um modelo enganava quem reconhecia a frase; as partes não se deixam enganar."""
    monkeypatch.setattr("core.ground.sentences._patterns", list)
    trap = "Loja não dá sinal. A última"
    why = Sentence.DEVICE_HIDDEN % {"words": "conexão recusada"}
    told = Sentence.NO_SIGNAL_BECAUSE % {"name": trap, "words": why}

    with translation.override("en"):
        english = said(str(told), told.parts)
        cut = said(told[:40], told.parts)

    inside = ENGLISH[Sentence.DEVICE_HIDDEN] % {"words": "connection refused"}
    assert english == cut == ENGLISH[Sentence.NO_SIGNAL_BECAUSE] % {"name": trap, "words": inside}


def test_parts_of_another_sentence_are_not_believed() -> None:
    """A versão anterior escreve a frase e não toca nas partes: valem só enquanto dizem aquela frase."""
    told = Sentence.IS_DOWN % {"name": "Loja"}

    with translation.override("en"):
        assert said("o que o gateway disse", told.parts) == "o que o gateway disse"
        assert said("Loja está desconectada.", {"code": "DE_AMANHÃ", "params": {}}) == said("Loja está desconectada.")


@pytest.mark.django_db
def test_what_the_worker_stores_keeps_its_parts(connected: WhatsappInstance) -> None:
    health.judge(connected.pk, "aparelho em falta", timezone.now())

    connected.refresh_from_db()
    moved = InstanceTransition.objects.latest("id")
    expected = {"code": "DEVICE_HIDDEN", "params": {"words": "aparelho em falta"}}
    assert connected.status_message_parts == moved.message_parts == expected


def stored() -> Iterator[tuple[str, str]]:
    """Tudo que se guarda, e o que se lê em inglês."""
    yield from ((text, ENGLISH[text]) for text in fixed())
    for name in HARD_NAMES:
        yield from (filled(sentence, name) for sentence in Sentence)


def test_every_stored_sentence_is_read_in_the_language_of_the_request(
    as_user: Any, carla: User, loja: WhatsappInstance
) -> None:
    pairs = list(stored())
    now = timezone.now()
    InstanceTransition.objects.bulk_create(
        InstanceTransition(instance=loja, status="degraded", cause="poll", message=text, at=now) for text, _ in pairs
    )

    def timeline(language: str) -> list[str]:
        caller, path, found = as_user(carla), f"/api/instances/{loja.pk}/timeline/?limit=200", []
        while path:
            page = caller.get(path, Accept_Language=language).json()
            found += [row["message"] for row in page["results"]]
            path = page["next"]
        return [words for words in reversed(found) if words]

    assert len(fixed()) > 40
    assert timeline("en") == [english for _, english in pairs]
    assert timeline("pt-BR") == [portuguese for portuguese, _ in pairs]


@pytest.fixture
def everywhere(ids: dict[str, int], loja: WhatsappInstance) -> dict[str, int]:
    """A mesma frase em toda coluna que guarda frases e que a API mostra."""
    words, now, pk = "conexão recusada", timezone.now(), ids["instance"]
    WhatsappInstance.objects.filter(pk=pk).update(status="degraded", status_message=words)
    for before, status in (("disconnected", "connected"), ("connected", "disconnected"), ("disconnected", "connected")):
        InstanceTransition.objects.create(
            instance=loja, previous_status=before, status=status, cause="poll", message=words, at=now
        )
    InstanceHealth.objects.update_or_create(pk=pk, defaults={"device_error": words})
    ConnectSession.objects.create(instance=loja, state="failed", message=words, started_at=now)
    WebhookSetting.objects.filter(instance=loja).update(message=words)
    Reconciliation.objects.create(
        instance=loja, start=now, end=now, cause="nightly", state="failed", message=words, not_before=now
    )
    Mensagem.objects.filter(pk=ids["message"]).update(error=words)
    MessageMedia.objects.filter(pk=ids["media"]).update(error=words)
    Group.objects.filter(pk=ids["group"]).update(error=words)
    Alert.objects.filter(pk=ids["alert"]).update(message=words)
    AlertChannel.objects.filter(pk=ids["channel"]).update(last_error=words)
    return ids


@pytest.mark.parametrize(
    ("path", "column", "times"),
    [
        ("/api/instances/", "status_message", 1),
        ("/api/instances/{instance}/", "status_message", 1),
        ("/api/instances/{instance}/health/", "status_message", 1),
        ("/api/instances/{instance}/health/", "device_error", 1),
        ("/api/instances/{instance}/timeline/", "message", 3),
        ("/api/instances/{instance}/downtimes/", "message", 1),
        ("/api/instances/{instance}/connect/", "message", 1),
        ("/api/instances/{instance}/webhooks/", "message", 6),
        ("/api/instances/{instance}/reconcile/", "message", 1),
        ("/api/mensagens/?chat={chat}", "error", 2),
        ("/api/mensagens/{message}/", "error", 2),
        ("/api/media/", "error", 1),
        ("/api/groups/", "error", 1),
        ("/api/groups/{group}/", "error", 1),
        ("/api/alerts/", "message", 1),
        ("/api/alerts/{alert}/", "message", 1),
        ("/api/alert-channels/", "last_error", 1),
    ],
)
def test_wherever_it_is_shown(
    as_user: Any, bruno: User, everywhere: dict[str, int], path: str, column: str, times: int
) -> None:
    answer = as_user(bruno).get(path.format(**everywhere), Accept_Language="en").content.decode()

    assert answer.count(f'"{column}":"connection refused"') == times
    assert f'"{column}":"conexão recusada"' not in answer


@pytest.mark.parametrize("words", ["Instance not found", "instância não está online, reinicie", "não dá sinal.", ""])
def test_the_words_of_the_gateway_stay_as_they_came(
    as_user: Any, carla: User, loja: WhatsappInstance, words: str
) -> None:
    WhatsappInstance.objects.filter(pk=loja.pk).update(status_message=words)

    shown = as_user(carla).get(f"/api/instances/{loja.pk}/", Accept_Language="en").json()

    assert shown["status_message"] == words


def test_a_test_notice_asked_in_english_leaves_its_failure_in_portuguese(
    as_user: Any, bruno: User, acme: Any, settings: Any
) -> None:
    settings.EMAIL_HOST = ""
    channel = AlertChannel.objects.create(cliente=acme, kind="email", target="b@acme.com.br")

    told = as_user(bruno).post(f"/api/alert-channels/{channel.pk}/test/", Accept_Language="en").json()

    assert told["message"] == "E-mail is not configured in this installation (EMAIL_HOST)."
    channel.refresh_from_db()
    assert channel.last_error == "O e-mail não está configurado nesta instalação (EMAIL_HOST)."
    assert mail.outbox == []


@given(st.sampled_from(Sentence), st.text(max_size=60), st.text(max_size=60), st.integers(0, 10**6))
def test_no_value_makes_it_fail(sentence: Sentence, name: str, words: str, cut: int) -> None:
    text, _ = filled(sentence, name)
    broken = text.replace("conexão recusada", words).replace("413", name)

    with translation.override("en"):
        assert isinstance(said(broken[: cut % 500]), str)
        assert isinstance(said(name), str)
