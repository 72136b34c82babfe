"""O que os testes daqui usam."""

import pytest

from webhook import inbox


@pytest.fixture
def receive(post_webhook):
    """Posta corpos na porta e os aplica."""

    def post(instance, *bodies):
        for body in bodies:
            assert post_webhook(instance, {**body, "instanceId": instance.instance_id}).status_code == 200
        inbox.drain()

    return post
