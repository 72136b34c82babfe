"""Saúde, conferências e quedas pela API."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from authentication.models import User
from core.apply.evidence import Evidence
from core.instances import reconcile, state
from core.models import Reconciliation, TransitionCause, WebhookEvent, WhatsappInstance
from tests.api.caller import text_from
from webhook import inbox

LIST = "/api/instances/"


def fell_and_came_back(instance: WhatsappInstance) -> tuple[Any, Any]:
    """Uma queda de uma hora, que acabou há uma hora."""
    now = timezone.now()
    start, end = now - timedelta(hours=2), now - timedelta(hours=1)
    for connected, moment in ((True, start - timedelta(hours=1)), (False, start), (True, end)):
        state.note(instance.pk, Evidence(connected, moment, TransitionCause.WEBHOOK, "5511900000001"))
    return start, end


def test_a_downtime_tells_what_came_late_and_who_waited(
    as_user: Any, carla: User, loja: WhatsappInstance, receive: Any
) -> None:
    start, end = fell_and_came_back(loja)
    inside = int((start + timedelta(minutes=10)).timestamp())
    receive(
        loja,
        text_from("5511900000007", moment=inside),
        text_from("5511900000007", moment=inside + 60),
        text_from("5511900000008", moment=int(timezone.now().timestamp())),
    )

    page = as_user(carla).get(f"{LIST}{loja.pk}/downtimes/").json()

    [down] = page["results"]
    assert (down["status"], down["cause"], down["ours"], down["checked"]) == ("disconnected", "webhook", False, False)
    assert (down["late"], down["recovered"]) == (2, 0)
    assert [(one["chat_id"], one["messages"]) for one in down["waiting"]] == [("5511900000007", 2)]
    assert down["start"] == start.isoformat().replace("+00:00", "Z")
    assert down["end"] == end.isoformat().replace("+00:00", "Z")
    assert page["next"] is None


def test_a_downtime_counts_what_its_check_gave_back(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    start, _ = fell_and_came_back(connected)
    told = text_from("5511900000007", moment=int(start.timestamp()) + 60, instanceId=connected.instance_id)
    wapi.simulation.post(wapi.simulation.world.instances[connected.instance_id], "received", told)
    wapi.wait_until_quiet()
    for delivery in wapi.simulation.postman.log:
        delivery.moment = (int(start.timestamp()) + 60) * 1000
    caller = as_user(bruno)
    wanted = {"start": start.isoformat(), "end": timezone.now().isoformat()}

    check = caller.post(f"{LIST}{connected.pk}/reconcile/", wanted).json()
    inbox.drain()

    [down] = caller.get(f"{LIST}{connected.pk}/downtimes/").json()["results"]
    assert (check["state"], check["found"], check["recovered"]) == ("done", 1, 1)
    assert (down["late"], down["recovered"], down["unfillable"], down["checked"]) == (1, 1, 0, True)
    assert WebhookEvent.objects.get().recovered


def test_what_the_night_gave_back_is_not_credited_to_a_downtime_another_check_looked_at(
    as_user: Any, bruno: User, connected: WhatsappInstance
) -> None:
    start, end = fell_and_came_back(connected)
    Reconciliation.objects.all().delete()
    wide, own = (start - timedelta(hours=5), end + timedelta(hours=5)), (start, end)
    for (since, until), cause, recovered in ((wide, "nightly", 9), (own, "reconnected", 2)):
        Reconciliation.objects.create(
            instance=connected, start=since, end=until, cause=cause, state="done", not_before=until, recovered=recovered
        )

    [down] = as_user(bruno).get(f"{LIST}{connected.pk}/downtimes/").json()["results"]
    Reconciliation.objects.filter(cause="reconnected").delete()
    [alone] = as_user(bruno).get(f"{LIST}{connected.pk}/downtimes/").json()["results"]

    assert (down["recovered"], alone["recovered"]) == (2, 9)


def test_the_time_we_were_away_is_a_downtime_of_ours_and_pages_go_back_in_time(
    as_user: Any, bruno: User, loja: WhatsappInstance
) -> None:
    fell_and_came_back(loja)
    now = timezone.now()
    reconcile.beat("web", "a", now - timedelta(minutes=30))
    reconcile.beat("web", "a", now - timedelta(minutes=20))

    first = as_user(bruno).get(f"{LIST}{loja.pk}/downtimes/?limit=1").json()
    second = as_user(bruno).get(first["next"].removeprefix("http://testserver")).json()

    assert [(one["ours"], one["cause"]) for one in first["results"]] == [(True, "outage")]
    assert [one["ours"] for one in second["results"]] == [False]
    assert second["next"] is None


def test_an_interval_the_wrong_way_round_is_refused(as_user: Any, bruno: User, loja: WhatsappInstance) -> None:
    now = timezone.now()
    body = {"start": now.isoformat(), "end": (now - timedelta(hours=1)).isoformat()}

    answer = as_user(bruno).post(f"{LIST}{loja.pk}/reconcile/", body)

    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "start")
    assert not Reconciliation.objects.exists()


def test_health_tells_the_signs_of_life(as_user: Any, carla: User, bruno: User, connected: WhatsappInstance) -> None:
    as_user(bruno).post(f"{LIST}{connected.pk}/refresh-status/")

    told = as_user(carla).get(f"{LIST}{connected.pk}/health/").json()

    assert told["status"] == "connected"
    assert told["last_answer_at"] is not None
    assert (told["last_echo_at"], told["oldest_stuck_seconds"], told["usual_gap_seconds"]) == (None, None, None)
