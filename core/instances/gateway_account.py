"""A conta no gateway, que cria, lista e apaga instâncias: uma das duas famílias da W-APi, escolhida na configuração. A
chave nunca sai daqui."""

from django.conf import settings

from core.gateway.calls import account as calls
from core.gateway.client import Gateway
from core.gateway.errors import Refused
from core.gateway.results import AccountInstance
from core.ground.gateway import gateway_by
from core.instances import registry
from core.instances.drift import note_plan
from core.models import Cliente, Plan, WhatsappInstance
from core.models.tenancy import Actor

PAGE = 50  # o que a família integrator aceita
MAX_PAGES = 200  # 10 mil instâncias; a lista pode repetir páginas sem fim


class NoAccount(Exception):
    """Não há conta do gateway configurada (WAPI_ACCOUNT_FAMILY e WAPI_ACCOUNT_KEY)."""


class NotInAccount(Exception):
    """A conta não tem esta instância."""


def family() -> str | None:
    """`integrator`, `client`, ou None se não há conta configurada."""
    return (settings.WAPI_ACCOUNT_FAMILY or None) if settings.WAPI_ACCOUNT_KEY else None


def account_instances() -> list[AccountInstance]:
    """As instâncias da conta. Levanta `NoAccount` e `GatewayError`."""
    gateway = _gateway()
    if family() == "client":
        return gateway.call(calls.client_list(settings.WAPI_ACCOUNT_KEY))
    found: dict[str | None, AccountInstance] = {}
    for page in range(1, MAX_PAGES + 1):
        rows = gateway.call(calls.integrator_list(page=page, page_size=PAGE))
        fresh = {row.details.instance_id: row for row in rows if row.details.instance_id not in found}
        found |= fresh
        if not fresh or len(rows) < PAGE:
            break
    return list(found.values())


def import_instance(actor: Actor | None, cliente: Cliente, instance_id: str, name: str | None) -> WhatsappInstance:
    """Cadastra uma instância da conta, com o token que a lista traz. Levanta `NotInAccount`."""
    found = next((one for one in account_instances() if one.details.instance_id == instance_id), None)
    if found is None:
        raise NotInAccount(instance_id)
    shown = (name or found.details.name or instance_id)[:120]
    instance = registry.register(actor, cliente, shown, instance_id, found.token)
    note_plan(instance.pk, found.details, instance.created_at)
    return instance


def create_instance(actor: Actor | None, cliente: Cliente, name: str, *, lite: bool) -> WhatsappInstance:
    """Cria no gateway, já com o nosso endereço de webhook, e cadastra aqui. Levanta `NoAccount` e `GatewayError`."""
    gateway = _gateway()
    secret, _ = registry.new_secret()
    url = registry.url_of(secret)
    if family() == "client":
        made = gateway.call(calls.client_create(settings.WAPI_ACCOUNT_KEY, name, webhook_url=url, lite=lite))
    else:
        made = gateway.call(calls.integrator_create(name, webhook_url=url))
    instance = registry.register(actor, cliente, name, made.instance_id, made.token, secret=secret)
    if family() == "client":
        instance.plan = Plan.LITE if lite else Plan.PRO
        instance.save(update_fields=["plan"])
    return instance


def delete_at_gateway(actor: Actor | None, instance: WhatsappInstance) -> None:
    """Apaga a instância também no gateway; já não estar lá é feito. Levanta `NoAccount` e `GatewayError`."""
    gateway = _gateway(instance.instance_id)
    is_client = family() == "client"
    try:
        gateway.call(calls.client_delete(settings.WAPI_ACCOUNT_KEY) if is_client else calls.integrator_delete())
    except Refused as error:
        if error.http_status != 404:
            raise


def _gateway(instance_id: str = "") -> Gateway:
    if family() is None:
        raise NoAccount(NoAccount.__doc__)
    return gateway_by(instance_id, settings.WAPI_ACCOUNT_KEY)
