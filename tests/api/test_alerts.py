"""Alertas pela API: quem vê, quem decide, as regras e os canais de cada cliente."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authentication.models import User
from core.models import Alert, AlertChannel, AlertNotice, Stat, WhatsappInstance

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(loja: WhatsappInstance) -> Alert:
    now = timezone.now()
    return Alert.objects.create(
        cliente=loja.cliente,
        instance=loja,
        kind="queue",
        cause=f"queue:{loja.pk}",
        active_cause=f"queue:{loja.pk}",
        message="60 envios de Loja esperam.",
        value=60,
        threshold=50,
        opened_at=now,
        seen_at=now,
    )


def test_an_alert_says_what_to_do(as_user: Any, carla: User, alert: Alert) -> None:
    shown = as_user(carla).get("/api/alerts/?state=open").json()["results"][0]

    assert (shown["kind"], shown["value"], shown["threshold"], shown["unit"]) == ("queue", 60, 50, "envios")
    assert shown["what_to_do"]
    assert shown["instance_name"] == "Loja"
    assert shown["returned_at"] is None


def test_another_cliente_sees_none(as_user: Any, davi: User, alert: Alert) -> None:
    assert as_user(davi).get("/api/alerts/").json()["results"] == []
    assert as_user(davi).get("/api/alerts/counts/").json() == {"open": 0, "acknowledged": 0, "silenced": 0}


def test_alerts_of_the_installation_are_the_administrations(as_user: Any, ana: User, bruno: User, alert: Alert) -> None:
    Alert.objects.update(cliente=None, instance=None)

    assert len(as_user(ana).get("/api/alerts/").json()["results"]) == 1
    assert as_user(bruno).get("/api/alerts/").json()["results"] == []


def test_a_manager_acknowledges_and_silences(as_user: Any, bruno: User, alert: Alert) -> None:
    caller = as_user(bruno)

    acknowledged = caller.post(f"/api/alerts/{alert.pk}/acknowledge/", {"comment": "vendo"}).json()
    until = (timezone.now() + timedelta(hours=1)).isoformat()
    silenced = caller.post(f"/api/alerts/{alert.pk}/silence/", {"until": until}).json()

    assert (acknowledged["state"], acknowledged["acknowledged_by"]) == ("acknowledged", "Bruno")
    assert silenced["state"] == "silenced"


@pytest.mark.parametrize("gesture", ["acknowledge", "silence"])
def test_a_comment_stays_until_another_or_an_empty_one(as_user: Any, bruno: User, alert: Alert, gesture: str) -> None:
    caller, until = as_user(bruno), (timezone.now() + timedelta(hours=1)).isoformat()
    url = f"/api/alerts/{alert.pk}/{gesture}/"

    said = [
        caller.post(url, {"until": until, **body}).json()["comment"]
        for body in ({"comment": "vendo"}, {}, {"comment": None}, {"comment": "já volto"}, {"comment": " "})
    ]

    assert said == ["vendo", "vendo", "vendo", "já volto", None]


@pytest.mark.parametrize("hours", [-1, 24 * 40])
def test_a_silence_out_of_range_is_400_at_the_field(as_user: Any, bruno: User, alert: Alert, hours: int) -> None:
    until = (timezone.now() + timedelta(hours=hours)).isoformat()

    answer = as_user(bruno).post(f"/api/alerts/{alert.pk}/silence/", {"until": until})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "until"


def test_a_rule_is_the_clientes_own_and_null_brings_the_default_back(as_user: Any, bruno: User) -> None:
    caller = as_user(bruno)

    caller.patch("/api/alerts/rules/queue/", {"threshold": 80, "is_on": False})
    own = next(r for r in caller.get("/api/alerts/rules/").json() if r["kind"] == "queue")
    caller.patch("/api/alerts/rules/queue/", {"threshold": None})
    back = next(r for r in caller.get("/api/alerts/rules/").json() if r["kind"] == "queue")

    assert (own["threshold"], own["is_on"], own["default"]) == (80, False, 50)
    assert (back["threshold"], back["is_on"]) == (50, False)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("email", "isto não é"),
        ("webhook", "http://exemplo.com.br/x"),
        ("webhook", "x"),
        ("webhook", "https://[x"),
        ("webhook", "https://a.com:99999/x"),
        ("webhook", "https://é..com/x"),
    ],
)
def test_a_channel_takes_only_a_target_of_its_kind(as_user: Any, bruno: User, kind: str, target: str) -> None:
    answer = as_user(bruno).post("/api/alert-channels/", {"kind": kind, "target": target})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "target"
    assert not AlertChannel.objects.exists()


def test_a_channel_turned_off_and_on_again_tells_nothing_old(as_user: Any, bruno: User, alert: Alert) -> None:
    channel = AlertChannel.objects.create(cliente=alert.cliente, kind="email", target="b@acme.com.br")
    notice = AlertNotice.objects.create(alert=alert, channel=channel, what="opened", due_at=alert.opened_at)
    url, caller = f"/api/alert-channels/{channel.pk}/", as_user(bruno)

    waits = []
    for is_on in (True, False):
        caller.patch(url, {"is_on": is_on})
        notice.refresh_from_db()
        waits.append(notice.due_at is not None)
    AlertNotice.objects.update(due_at=alert.opened_at)  # uma entrega que estava no meio, e falhou depois
    caller.patch(url, {"is_on": True})
    notice.refresh_from_db()

    assert waits == [True, False]
    assert notice.due_at is None


def test_a_test_notice_says_why_it_did_not_arrive(as_user: Any, bruno: User, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    made = as_user(bruno).post("/api/alert-channels/", {"kind": "email", "target": "b@acme.com.br"}).json()

    answer = as_user(bruno).post(f"/api/alert-channels/{made['id']}/test/").json()

    assert answer["ok"] is False
    assert "EMAIL_HOST" in answer["message"]


def measured(alert: Alert, kind: str, hours_ago: int, *counts: tuple[str, str, int]) -> None:
    """Torna o alerta deste tipo, e dá à sua instância estes contadores há tantas horas."""
    Alert.objects.filter(pk=alert.pk).update(kind=kind)
    hour = alert.opened_at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    Stat.objects.add((alert.instance_id or 0, hour, metric, label, n) for metric, label, n in counts)


def test_failures_show_their_share_hour_by_hour_and_gaps_stay_gaps(as_user: Any, carla: User, alert: Alert) -> None:
    measured(alert, "failures", 3, ("event", "message/processed", 45), ("failure", "ValueError", 5))
    measured(alert, "failures", 1, ("event", "message/processed", 20))

    listed = as_user(carla).get("/api/alerts/").json()["results"][0]["series"]
    alone = as_user(carla).get(f"/api/alerts/{alert.pk}/").json()["series"]

    assert listed == alone
    assert [point["value"] for point in listed[-4:]] == [10.0, None, 0.0, None]
    assert len(listed) == 13


def test_latency_shows_what_the_slowest_twentieth_waited(as_user: Any, carla: User, alert: Alert) -> None:
    measured(alert, "latency", 0, ("latency", "0000100", 90), ("latency", "0002000", 10))

    (value,) = [p["value"] for p in as_user(carla).get("/api/alerts/").json()["results"][0]["series"] if p["value"]]

    assert 1500 < value <= 2000


def test_what_is_not_kept_has_no_series(as_user: Any, carla: User, alert: Alert) -> None:
    Stat.objects.add([(alert.instance_id or 0, alert.opened_at, "event", "message/processed", 9)])

    assert as_user(carla).get("/api/alerts/").json()["results"][0]["series"] is None


def test_an_old_alert_shows_its_own_days(as_user: Any, carla: User, alert: Alert) -> None:
    measured(alert, "failures", 0, ("event", "message/processed", 9), ("failure", "ValueError", 1))
    then = alert.opened_at - timedelta(days=30)
    Alert.objects.update(opened_at=then, resolved_at=then + timedelta(hours=2), active_cause=None, state="resolved")
    nothing_then = as_user(carla).get("/api/alerts/").json()["results"][0]["series"]
    hour = then.replace(minute=0, second=0, microsecond=0)
    Stat.objects.add([(alert.instance_id or 0, hour, "failure", "ValueError", 4)])

    series = as_user(carla).get("/api/alerts/").json()["results"][0]["series"]

    assert nothing_then is None
    assert (len(series), series[-3]["value"]) == (15, 100.0)


def test_the_series_of_a_page_cost_one_query(
    as_user: Any, carla: User, alert: Alert, django_assert_num_queries: Any
) -> None:
    measured(alert, "failures", 0, ("event", "message/processed", 9))
    caller = as_user(carla)
    with CaptureQueriesContext(connection) as seen:
        caller.get("/api/alerts/")
        before = len(seen)
    for n in range(6):
        alert.pk, alert.kind, alert.active_cause = None, "latency", f"latency:{n}"
        alert.cause = f"latency:{n}"
        alert.save(force_insert=True)

    with django_assert_num_queries(before):
        assert len(caller.get("/api/alerts/").json()["results"]) == 7
