"""A instância do lado do gateway, contra o simulador: fila, ajustes, perfil, plano, limites, cobrança, registro."""

from typing import Any

import pytest
import requests
from django.utils import timezone

from authentication.models import User
from conftest import WAPI_ID
from core.contacts.existence import UNSAID, PhoneCheck, in_order
from core.gateway.calls.messages import send_text
from core.ground.gateway import gateway_of
from core.instances.plan import NEEDS_PRO, PlanLacks, check_plan
from core.models import Chat, GatewaySettings, Group, WhatsappInstance
from tests.api.caller import text_from

LIST = "/api/instances/"


@pytest.fixture
def held(wapi: Any, connected: WhatsappInstance) -> WhatsappInstance:
    """Três envios presos na fila do gateway."""
    requests.post(f"{wapi.url}/control/instances/{WAPI_ID}/half-dead", json={"enabled": True}, timeout=5)
    for number in range(3):
        gateway_of(connected).call(send_text("5511900000002", f"preso {number}"))
    return connected


def there(wapi: Any) -> Any:
    return wapi.simulation.world.instances[WAPI_ID]


def test_the_queue_is_listed_page_by_page_and_emptied_one_by_one_or_whole(
    as_user: Any, bruno: User, wapi: Any, held: WhatsappInstance
) -> None:
    caller, path = as_user(bruno), f"{LIST}{held.pk}/queue/"

    first = caller.get(f"{path}?limit=2").json()
    second = caller.get(first["next"].removeprefix("http://testserver")).json()
    gone = caller.delete(f"{path}{first['results'][0]['inserted_id']}/")
    cleared = caller.delete(path).json()
    empty = caller.get(path).json()

    assert [(one["phone"], one["text"]) for one in first["results"]] == [
        ("5511900000002", "preso 0"), ("5511900000002", "preso 1"),
    ]  # fmt: skip
    assert (first["total"], [one["text"] for one in second["results"]], second["next"]) == (3, ["preso 2"], None)
    assert (gone.status_code, cleared) == (204, {"deleted": 2})
    assert (empty["total"], empty["results"]) == (0, [])
    assert not there(wapi).queue


@pytest.mark.parametrize("action", ["restart", "disconnect"])
def test_the_queue_is_kept_or_emptied_before_as_asked(
    as_user: Any, bruno: User, wapi: Any, held: WhatsappInstance, action: str
) -> None:
    kept = as_user(bruno).post(f"{LIST}{held.pk}/{action}/")
    left = len(there(wapi).queue)
    there(wapi).state = "connected"
    emptied = as_user(bruno).post(f"{LIST}{held.pk}/{action}/", {"clear_queue": True})

    assert (kept.status_code, left) == (200, 3)
    assert (emptied.status_code, len(there(wapi).queue)) == (200, 0)


def test_settings_are_written_at_the_gateway_and_read_back(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    body = {
        "automatic_reading": True, "reject_calls": True, "call_message": "Só por mensagem.", "ignore_groups": False,
        "gateway_name": "Loja no gateway", "auto_mend": True,
    }  # fmt: skip

    shown = as_user(bruno).patch(f"{LIST}{connected.pk}/", body).json()

    written = there(wapi)
    assert {name: shown[name] for name in body if name != "gateway_name"} == {
        name: value for name, value in body.items() if name != "gateway_name"
    }
    assert written.settings == {
        "automaticReading": True, "rejectCalls": True, "callMessage": "Só por mensagem.", "ignoreGroups": False,
    }  # fmt: skip
    assert written.name == "Loja no gateway"
    assert shown["plan_expires_at"] is not None
    flags = {
        one["name"]: one["state"] for one in as_user(bruno).get(f"{LIST}{connected.pk}/webhooks/").json()["settings"]
    }
    assert flags == {
        "automatic_reading": "match", "reject_calls": "match", "call_message": "match", "ignore_groups": "unknown",
    }  # fmt: skip


def test_a_setting_the_gateway_refuses_is_said_in_its_words_and_not_kept(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    wapi.add_fault("ok_with_error", instance_id=WAPI_ID, calls=("update-call-reject-auto",), times=1)

    answer = as_user(bruno).patch(f"{LIST}{connected.pk}/", {"automatic_reading": True, "reject_calls": True})

    kept = GatewaySettings.objects.get()
    assert answer.status_code == 502
    assert "Instância indisponível" in answer.json()["errors"][0]["detail"]
    assert (kept.automatic_reading, kept.reject_calls) == (True, None)


def test_an_instance_without_a_token_keeps_what_is_wanted(as_user: Any, bruno: User, acme: Any) -> None:
    caller = as_user(bruno)
    made = caller.post(LIST, {"name": "Nova", "instance_id": "N-1"}).json()

    shown = caller.patch(f"{LIST}{made['id']}/", {"reject_calls": True}).json()

    assert (shown["reject_calls"], shown["has_drift"]) == (True, False)


def test_a_difference_is_shown_and_one_click_mends_it(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    caller, path = as_user(bruno), f"{LIST}{connected.pk}/"
    caller.patch(path, {"automatic_reading": True})
    there(wapi).settings["automaticReading"] = False
    caller.get(f"{path}plan/")
    drifted = caller.get(path).json()

    mended = caller.post(f"{path}configure-webhooks/").json()

    assert (drifted["has_drift"], drifted["automatic_reading"]) == (True, True)
    assert {one["state"] for one in mended["webhooks"]} == {"match"}
    assert mended["settings"][0] == {"name": "automatic_reading", "wanted": True, "actual": True, "state": "match"}
    assert caller.get(path).json()["has_drift"] is False
    assert there(wapi).settings["automaticReading"] is True


def test_the_profile_changes_on_whatsapp(as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance) -> None:
    body = {"name": "Loja Nova", "description": "Aberto", "picture_url": "https://exemplo.test/f.jpg"}

    answer = as_user(bruno).post(f"{LIST}{connected.pk}/profile/", body).json()
    nothing = as_user(bruno).post(f"{LIST}{connected.pk}/profile/", {})

    assert there(wapi).profile == {"name": "Loja Nova", "description": "Aberto", "picture": body["picture_url"]}
    assert (answer["profile_name"], answer["picture_url"]) == ("Loja Nova", body["picture_url"])
    assert nothing.status_code == 400


def test_the_plan_is_read_now(as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance) -> None:
    there(wapi).payment_status = "overdue"

    plan = as_user(bruno).get(f"{LIST}{connected.pk}/plan/").json()

    # O plano e a renovação só `payment/status` os diz.
    told = {name: plan[name] for name in ("payment_status", "is_over", "plan", "auto_renew")}
    assert told == {"payment_status": "overdue", "is_over": True, "plan": "pro", "auto_renew": False}
    assert as_user(bruno).get(f"{LIST}{connected.pk}/").json()["status_reason"] == "plan_expired"


def test_the_plan_is_read_without_a_payment_status(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    wapi.add_fault("refused", calls=("status",))

    plan = as_user(bruno).get(f"{LIST}{connected.pk}/plan/").json()

    assert (plan["payment_status"], plan["plan"], plan["auto_renew"]) == ("active", None, None)


def test_an_invitation_shows_its_group(as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance) -> None:
    known = next(iter(there(wapi).groups.values()))

    url = f"{LIST}{connected.pk}/invitation/?url=https://chat.whatsapp.com/"
    shown = as_user(bruno).get(f"{url}{known.invite_code}").json()

    assert (shown["chat_id"], shown["subject"], shown["size"]) == (known.group_id, known.subject, len(known.members))
    assert as_user(bruno).get(f"{url}NADA").status_code == 502


def test_the_lite_plan_lacks_what_is_pro_and_an_unknown_one_lacks_nothing(
    as_user: Any, bruno: User, carla: User, loja: WhatsappInstance
) -> None:
    made = as_user(bruno).post(LIST, {"name": "Leve", "instance_id": "LITE-AAAAAA-BBBBBB"}).json()
    lite = WhatsappInstance.objects.get(pk=made["id"])

    told = as_user(carla).get(f"{LIST}{lite.pk}/limits/").json()
    unknown = as_user(carla).get(f"{LIST}{loja.pk}/limits/").json()

    reasons = {one["name"]: one["reason"] for one in told["features"] if not one["allowed"]}
    assert told["plan"] == made["plan"] == "lite"
    assert reasons == NEEDS_PRO
    assert reasons["reaction"] == "Reações exigem o plano PRO"
    assert all(one["allowed"] for one in unknown["features"])
    with pytest.raises(PlanLacks, match="Enquetes exigem o plano PRO"):
        check_plan(lite, "poll")
    check_plan(lite, "text")
    check_plan(loja, "poll")


def test_what_is_pro_is_refused_before_the_gateway_is_asked(
    as_user: Any, bruno: User, loja: WhatsappInstance, receive: Any
) -> None:
    # Sem token: qualquer chamada ao gateway seria outro erro.
    receive(
        loja,
        text_from("5511900000001"),
        text_from("120363000000000001@g.us", isGroup=True, groupName="Equipe"),
    )
    WhatsappInstance.objects.filter(pk=loja.pk).update(plan="lite")
    group = Group.objects.get().pk
    chat = Chat.objects.get(kind="direct").pk
    caller = as_user(bruno)
    new = {"instance": loja.pk, "subject": "Novo", "participants": ["5511900000001"]}

    answers = [
        caller.post(f"/api/chats/{chat}/presence/", {"presence": "composing"}),
        caller.post(f"/api/chats/{chat}/read/", {"tell_contact": True}),
        caller.get(f"{LIST}{loja.pk}/gateway-chats/"),
        caller.post("/api/groups/", new),
        caller.patch(f"/api/groups/{group}/", {"subject": "Outro"}),
        caller.post(f"/api/groups/{group}/members/", {"phones": ["5511900000001"]}),
    ]

    assert [(one.status_code, one.json()["errors"][0]["code"]) for one in answers] == [(409, "plan_lacks")] * 6
    assert Chat.objects.get(pk=chat).unread_count == 0


def test_a_payment_is_asked_of_the_gateway(as_user: Any, bruno: User, connected: WhatsappInstance) -> None:
    path = f"{LIST}{connected.pk}/payment/"

    pix = as_user(bruno).post(path, {"method": "pix", "payer_email": "caixa@acme.com.br"}).json()
    card = as_user(bruno).post(path, {"method": "card", "payer_email": "caixa@acme.com.br"}).json()

    assert pix["answer"]["qrCode"].startswith("000201")
    assert card["answer"]["initPoint"].startswith("https://")


def test_the_log_of_what_was_posted_is_shown(as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance) -> None:
    for number in range(3):
        wapi.write(WAPI_ID, text=f"n{number}", contact="5511900000002")
    wapi.wait_until_quiet()

    page = as_user(bruno).get(f"{LIST}{connected.pk}/webhook-logs/?limit=2").json()

    assert [one["payload"]["msgContent"]["conversation"] for one in page["results"]] == ["n2", "n1"]
    assert (page["results"][0]["event"], page["results"][0]["http_status"]) == ("webhookReceived", 0)
    assert page["next"] is not None
    assert page["results"][0]["moment"] <= timezone.now().isoformat()


def test_several_numbers_are_checked_in_one_call_in_the_order_asked(
    as_user: Any, carla: User, wapi: Any, connected: WhatsappInstance
) -> None:
    asked = ["+55 (11) 90000-0000", "5541988887777", "5511900000000"]

    answer = as_user(carla).post(f"{LIST}{connected.pk}/phones-exist/", {"phones": asked})

    nobody = {"asked": "5511900000000", "exists": False, "phone": "5511900000000", "lid": None}
    assert answer.json()["results"] == [
        nobody, {"asked": "5541988887777", "exists": True, "phone": "554188887777", "lid": None}, nobody,
    ]  # fmt: skip


def test_checking_several_numbers_is_refused_before_the_call_on_lite(
    as_user: Any, bruno: User, wapi: Any, connected: WhatsappInstance
) -> None:
    WhatsappInstance.objects.update(plan="lite")

    answer = as_user(bruno).post(f"{LIST}{connected.pk}/phones-exist/", {"phones": ["5541988887777"]})

    assert answer.status_code == 409
    assert "PRO" in answer.json()["errors"][0]["detail"]


YES, NO = PhoneCheck(True, "551188887777", None), PhoneCheck(False, "5511900000000", None)
AFAR, NEAR = PhoneCheck(True, "5491122223333", None), PhoneCheck(False, "541144445555", None)
BRAZIL, ABROAD = ["5511988887777", "5511900000000"], ["541122223333", "541144445555"]


@pytest.mark.parametrize(
    ("asked", "found", "expected"),
    [
        pytest.param(BRAZIL, [YES, NO], [YES, NO], id="na ordem, sem o nono dígito"),
        pytest.param(BRAZIL, [NO, YES], [YES, NO], id="fora de ordem"),
        pytest.param(BRAZIL, [YES], [YES, UNSAID], id="uma só resposta"),
        pytest.param(BRAZIL, [], [UNSAID, UNSAID], id="nenhuma resposta"),
        pytest.param(ABROAD, [NEAR, AFAR], [AFAR, NEAR], id="a única que sobra é do único que falta"),
        pytest.param(ABROAD, [AFAR], [UNSAID, UNSAID], id="de outra grafia, e falta resposta: não acusa ninguém"),
        pytest.param(
            [ABROAD[0], "5215512345678"],
            [PhoneCheck(False, "525512345678", None), AFAR],
            [UNSAID, UNSAID],
            id="duas de outra grafia: a ordem não prova nada",
        ),
    ],
)
def test_each_number_gets_its_own_answer(asked: list[str], found: list[PhoneCheck], expected: list[PhoneCheck]) -> None:
    assert in_order(asked, found) == expected
