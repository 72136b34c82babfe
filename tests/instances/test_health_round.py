"""A ronda da saúde: as mesmas suspeitas de sempre, e o mesmo número de consultas para três instâncias e para trinta."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.instances import health, registry
from core.instances.no_signal import LAST_SENDS, stuck_sends, suspicions
from core.models import InstanceHealth, Mensagem, OutboxItem, Stat, WhatsappInstance
from core.outbox.enqueue import enqueue
from core.outbox.to_send import ToSend

pytestmark = pytest.mark.django_db(transaction=True)
NOON = timezone.now().replace(hour=12, minute=40, second=0, microsecond=0)


@pytest.fixture
def many(acme):
    """Instâncias conectadas, com o aparelho já perguntado há pouco."""

    def make(n: int) -> list[WhatsappInstance]:
        first = WhatsappInstance.objects.count()
        made = [registry.register(None, acme, f"N{i}", f"N{i}N0N0-AA11BB-CC22DD", "T") for i in range(first, first + n)]
        ids = [one.pk for one in made]
        WhatsappInstance.objects.filter(pk__in=ids).update(
            status="connected", status_reason=None, phone="5511900000001", last_event_at=NOON - timedelta(minutes=20)
        )
        soon = NOON + timedelta(minutes=5)
        InstanceHealth.objects.filter(pk__in=ids).update(next_probe_at=soon, next_details_at=soon)
        return list(WhatsappInstance.objects.filter(pk__in=ids).order_by("pk"))

    return make


def accepted(instance: WhatsappInstance, key: str, at) -> Mensagem:
    """Um envio que o gateway aceitou em `at` e de que nada mais se soube."""
    message, _ = enqueue(None, ToSend(instance, "oi", address="5511900000002"), f"{instance.pk}:{key}")
    Mensagem.objects.filter(pk=message.pk).update(accepted_at=at)
    OutboxItem.objects.filter(pk=message.pk).update(state="done")
    return message


def silent(instance: WhatsappInstance) -> None:
    """Nesta hora costuma vir um evento a cada dois minutos."""
    hour = NOON.replace(minute=0)
    Stat.objects.add((instance.pk, hour - timedelta(days=d), "event", "message/processed", 30) for d in range(1, 15))


def queries(n_expected: int) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert len(health.due_probes(NOON)) == n_expected
        assert health.due_details(NOON) == []
        return len(seen)


def test_a_round_costs_the_same_with_three_instances_and_with_thirty(many):
    for instance in many(3):
        silent(instance)
        accepted(instance, "a", NOON - timedelta(minutes=5))
    three = queries(3)
    for instance in many(27):
        silent(instance)
        accepted(instance, "a", NOON - timedelta(minutes=5))

    assert queries(30) == three
    assert three <= 7


def test_each_one_is_accused_of_its_own(many):
    mute, stuck, both, fine = many(4)
    silent(mute)
    silent(both)
    accepted(stuck, "a", NOON - timedelta(minutes=5))
    accepted(stuck, "b", NOON - timedelta(minutes=3))
    accepted(both, "a", NOON - timedelta(minutes=2))
    accepted(fine, "antes do último evento", NOON - timedelta(minutes=25))
    accepted(fine, "agora mesmo", NOON - timedelta(seconds=30))

    found = suspicions([mute, stuck, both, fine], NOON)

    assert found.keys() == {mute.pk, stuck.pk, both.pk}
    assert "Nenhum evento há 20 min" in found[mute.pk]
    assert "aceito há 5 min" in found[stuck.pk]
    assert "aceito há 2 min" in found[both.pk]


def test_only_the_last_sends_of_an_instance_are_looked_at(many):
    (one,) = many(1)
    accepted(one, "velho", NOON - timedelta(minutes=9))
    newer = [accepted(one, str(i), None) for i in range(LAST_SENDS)]
    within = stuck_sends([one], NOON)
    OutboxItem.objects.filter(pk=newer[0].pk).delete()

    assert within == {}
    assert stuck_sends([one], NOON) == {one.pk: NOON - timedelta(minutes=9)}


def test_a_new_suspicion_does_not_wait_for_the_hour_but_a_known_one_does(many):
    new, known = many(2)
    silent(new)
    silent(known)
    WhatsappInstance.objects.filter(pk=known.pk).update(status="degraded", status_reason="no_signal")

    assert [pk for pk, _ in health.due_probes(NOON)] == [new.pk]
    assert {pk for pk, _ in health.due_probes(NOON + timedelta(minutes=6))} == {new.pk, known.pk}


def test_a_suspicion_is_not_asked_about_again_over_a_question_just_sent(many):
    (one,) = many(1)
    accepted(one, "a", timezone.now() - timedelta(minutes=5))
    WhatsappInstance.objects.update(last_event_at=None)
    now = timezone.now()
    ((pk, marked),) = health.due_probes(now)

    first = health._claim_probe(pk, marked)

    assert first == one.pk
    assert health.due_probes(now + timedelta(seconds=health.LOOK_SECONDS)) == []
    assert [pk for pk, _ in health.due_probes(now + timedelta(minutes=3))] == [one.pk]


def test_one_without_signs_is_asked_about(many):
    (one,) = many(1)
    InstanceHealth.objects.all().delete()

    assert health.due_probes(NOON) == [(one.pk, None)]
