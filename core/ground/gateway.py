"""O cliente da W-APi de cada instância: o único lugar que o monta, com o endereço e o prazo da configuração."""

from django.conf import settings
from django.utils.translation import gettext_noop as N_

from core.gateway.client import Gateway
from core.gateway.errors import Unauthorized
from core.models import WhatsappInstance


def gateway_of(instance: WhatsappInstance, timeout_s: float | None = None) -> Gateway:
    """O cliente desta instância. Levanta `Unauthorized` se ela não tem token."""
    if not instance.token:
        raise Unauthorized(N_("A instância não tem token; informe-o em Configurações."), call="token")
    return gateway_by(instance.instance_id, instance.token, timeout_s)


def gateway_by(instance_id: str, token: str, timeout_s: float | None = None) -> Gateway:
    """O cliente por id e token (de quem ainda não está cadastrado, ou da conta)."""
    return Gateway(settings.WAPI_BASE_URL, instance_id, token, timeout_s=timeout_s or settings.WAPI_TIMEOUT_S)
