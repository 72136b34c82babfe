"""O que difere do gateway é visto no endereço de hoje, e não no do dia em que se leu."""

import pytest

from core.gateway.results import WebhookKind
from core.instances import drift, registry, webhooks
from core.models import GatewaySettings, WebhookSetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def read_as_ours(loja):
    """Os seis lidos do gateway iguais aos que se querem."""
    stored = dict.fromkeys(WebhookKind, webhooks.webhook_url(loja))
    webhooks.compare(loja, stored)
    GatewaySettings.objects.update_or_create(instance=loja, defaults={})
    drift.refresh_drift(loja)
    return loja


def states(instance):
    return {setting.state for setting in webhooks.webhook_settings(instance)}


def test_a_changed_public_url_is_seen_at_once_and_back_again(read_as_ours, settings):
    before, settings.PUBLIC_URL = settings.PUBLIC_URL, "https://novo.exemplo.com.br"
    changed = states(read_as_ours)
    drift.run()
    drifted = GatewaySettings.objects.get(instance=read_as_ours).has_drift

    settings.PUBLIC_URL = before
    drift.run()

    assert (changed, drifted) == ({"mismatch"}, True)
    assert (states(read_as_ours), GatewaySettings.objects.get(instance=read_as_ours).has_drift) == ({"match"}, False)


def test_looking_costs_the_same_with_any_number_of_instances(read_as_ours, django_assert_max_num_queries):
    for number in range(5):
        other = registry.register(None, read_as_ours.cliente, f"Filial {number}", f"WAPI-{number}", "TEST_TOKEN")
        webhooks.compare(other, dict.fromkeys(WebhookKind, webhooks.webhook_url(other)))
        GatewaySettings.objects.update_or_create(instance=other, defaults={})

    with django_assert_max_num_queries(4):
        drift.run()


def test_what_was_never_read_stays_unknown(loja):
    WebhookSetting.objects.filter(instance=loja).update(state="unknown", actual_url=None)

    assert states(loja) == {"unknown"}
