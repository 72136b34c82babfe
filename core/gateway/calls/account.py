"""Criar, listar e apagar instâncias: as duas famílias de conta da W-APi.

`integrator_*` leva o token da conta como Bearer (o `token` do Gateway); `client_*` leva a chave da conta no corpo ou na
consulta. A chave na consulta aparece em registros de acesso: é assim que a W-APi quer.
"""

from typing import Any

from core.gateway.calls.instance import read_details, read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_
from core.gateway.results import AccountInstance, CreatedInstance, Done, WebhookKind


def integrator_create(name: str, *, webhook_url: str = "", **options: Any) -> Call[CreatedInstance]:
    """Cria com o token da conta; `webhook_url` serve aos seis tipos."""
    body = {"instanceName": name, **_urls(webhook_url), **options}
    return Call("create-instance", "POST", "/integrator/create-instance", _read_created, body=body, with_instance=False)


def integrator_list(*, page: int = 1, page_size: int = 50) -> Call[list[AccountInstance]]:
    """As instâncias da conta."""
    query = {"pageSize": page_size, "page": page}
    return Call("instances", "GET", "/integrator/instances", _read_list, query=query, with_instance=False)


def integrator_delete() -> Call[Done]:
    """Apaga a instância do Gateway (que deve ter o token da conta)."""
    return Call("delete-instance", "DELETE", "/integrator/delete-instance", read_done)


def client_create(api_key: str, name: str, *, webhook_url: str = "", **options: Any) -> Call[CreatedInstance]:
    """Cria com a chave da conta; `lite=True` pede o plano LITE."""
    body = {"apiKey": api_key, "instanceName": name, **_urls(webhook_url), **options}
    path = "/client/create-instance"
    return Call("create-instance", "POST", path, _read_created, body=body, with_instance=False, with_bearer=False)


def client_list(api_key: str) -> Call[list[AccountInstance]]:
    """As instâncias da conta."""
    path, query = "/client/list-instances", {"apiKey": api_key}
    return Call("list-instances", "GET", path, _read_list, query=query, with_instance=False, with_bearer=False)


def client_delete(api_key: str) -> Call[Done]:
    """Apaga a instância do Gateway."""
    path, body = "/client/delete-instance", {"apiKey": api_key}
    return Call("delete-instance", "DELETE", path, read_done, body=body, with_bearer=False)


def _urls(webhook_url: str) -> dict[str, str]:
    return {kind.read_back_key: webhook_url for kind in WebhookKind} if webhook_url else {}


def _read_created(answer: Answer) -> CreatedInstance:
    instance_id, token = answer.text("instanceId"), answer.text("token")
    if instance_id is None or token is None:
        raise ValueError(N_("resposta sem a instância criada"))
    return CreatedInstance(instance_id, token, answer.text("instanceName"), answer.flag("isTrial"))


def _read_list(answer: Answer) -> list[AccountInstance]:
    return [AccountInstance(read_details(item), item.text("token")) for item in answer.items("instances", "data")]
