"""Como as linhas de uma lista buscam o que lhes falta."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from core.models import WhatsappInstance


def with_instance(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Com a instância de cada linha, em outra consulta: juntá-la faz o MariaDB começar pelas poucas instâncias e
    ordenar a tabela grande inteira (medido com 1 milhão de eventos: 3 s em vez de 3 ms). Sem os segredos dela."""
    instances = WhatsappInstance.objects.defer("token", "webhook_secret")
    return queryset.prefetch_related(Prefetch("instance", instances))
