"""A conta no gateway, nas duas famílias: listar, cadastrar, criar, apagar. Nem chave nem token aparecem."""

from typing import Any

import pytest

from authentication.models import User
from core.models import Cliente, WhatsappInstance

ROOT = "/api/account/"


@pytest.fixture(params=["integrator", "client"])
def family(request: Any, wapi: Any, settings: Any) -> str:
    settings.WAPI_ACCOUNT_FAMILY, settings.WAPI_ACCOUNT_KEY = request.param, "SIMULADOR"
    return str(request.param)


def test_without_an_account_it_is_null_and_the_rest_says_so(as_user: Any, ana: User, acme: Cliente) -> None:
    caller = as_user(ana)

    listed = caller.get(f"{ROOT}instances/")

    assert caller.get(ROOT).json() == {"family": None}
    assert (listed.status_code, listed.json()["errors"][0]["code"]) == (409, "no_account")


def test_the_list_says_what_is_here_and_what_is_not_can_be_brought(
    as_user: Any, ana: User, acme: Cliente, wapi: Any, family: str
) -> None:
    made = [wapi.add_instance(f"LITE-{n:06d}-AAAAAA", token=f"token-secreto-{n}", name=f"N{n}") for n in range(60)]
    caller = as_user(ana)

    brought = caller.post(f"{ROOT}import/", {"instance_id": made[3].instance_id, "cliente": acme.pk})
    again = caller.post(f"{ROOT}import/", {"instance_id": made[3].instance_id, "cliente": acme.pk})
    unknown = caller.post(f"{ROOT}import/", {"instance_id": "NADA", "cliente": acme.pk})
    listed = caller.get(f"{ROOT}instances/")

    kept = WhatsappInstance.objects.get()
    rows = {one["instance_id"]: one["instance"] for one in listed.json()["results"]}
    assert caller.get(ROOT).json() == {"family": family}
    assert (brought.status_code, brought.json()["name"], kept.token) == (201, "N3", "token-secreto-3")
    assert (kept.plan, kept.payment_status, again.status_code, unknown.status_code) == ("lite", "active", 400, 404)
    assert len(rows) == 60
    assert [pk for pk in rows.values() if pk] == [kept.pk]
    for answer in (brought, listed):
        assert "token-secreto" not in answer.content.decode()
        assert "SIMULADOR" not in answer.content.decode()


def test_an_instance_is_made_with_the_webhooks_set_and_deleted_there_too(
    as_user: Any, ana: User, bruno: User, acme: Cliente, wapi: Any, family: str
) -> None:
    made = as_user(ana).post(f"{ROOT}instances/", {"name": "Nova", "cliente": acme.pk, "lite": True}).json()
    instance = WhatsappInstance.objects.get()
    there = wapi.simulation.world.instances[instance.instance_id]
    urls, token = set(there.webhooks.values()), there.token

    refused = as_user(bruno).delete(f"/api/instances/{instance.pk}/?at_gateway=1")
    gone = as_user(ana).delete(f"/api/instances/{instance.pk}/?at_gateway=1")

    assert urls == {made["webhook_url"]}
    assert (instance.token, made["plan"]) == (token, "lite" if family == "client" else None)
    assert (refused.status_code, gone.status_code) == (403, 204)
    assert wapi.simulation.world.instances == {}
    assert not WhatsappInstance.objects.exists()


def test_a_wrong_key_is_said_in_the_gateways_words(
    as_user: Any, ana: User, acme: Cliente, wapi: Any, family: str, settings: Any
) -> None:
    settings.WAPI_ACCOUNT_KEY = "chave-errada-123"

    answer = as_user(ana).get(f"{ROOT}instances/")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (502, "gateway_unauthorized")
    assert "chave-errada-123" not in answer.content.decode()


def test_an_instance_already_gone_from_the_gateway_is_deleted_here(
    as_user: Any, ana: User, loja: WhatsappInstance, wapi: Any, family: str
) -> None:
    assert as_user(ana).delete(f"/api/instances/{loja.pk}/?at_gateway=1").status_code == 204
    assert not WhatsappInstance.objects.exists()
