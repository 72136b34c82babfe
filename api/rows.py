"""Como as linhas de uma lista buscam o que lhes falta, e onde o levam."""

from typing import Any, Generic, TypeVar

from django.db.models import Model, OuterRef, Prefetch, QuerySet, Subquery

from core.models import Picture, WhatsappInstance

T = TypeVar("T")


class Beside(Generic[T]):
    """O que se calculou para uma linha (em geral para a página toda, numa consulta) e viaja nela até quem a mostra. O
    modelo não sabe disso: aqui quem põe e quem lê têm o mesmo tipo."""

    def __init__(self, name: str, default: T) -> None:
        self._name = name  # também o `source` de um campo
        self._default = default

    def put(self, row: Model, value: T) -> None:
        """Põe na linha."""
        setattr(row, self._name, value)

    def of(self, row: Model) -> T:
        """O que se pôs; numa linha por que ninguém perguntou, o padrão."""
        found: T = getattr(row, self._name, self._default)
        return found


def with_instance(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Com a instância de cada linha, em outra consulta: juntá-la faz o MariaDB começar pelas poucas instâncias e
    ordenar a tabela grande inteira (medido com 1 milhão de eventos: 3 s em vez de 3 ms). Sem os segredos dela."""
    instances = WhatsappInstance.objects.defer("token", "webhook_secret")
    return queryset.prefetch_related(Prefetch("instance", instances))


def with_instance_name(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Com o nome da instância em `shown_instance`, para quem só o mostra: sem outro comando, e sem juntar (o porquê é o
    de `with_instance`)."""
    named = WhatsappInstance.objects.filter(pk=OuterRef("instance_id"))
    joined: QuerySet[Any] = queryset.annotate(shown_instance=Subquery(named.values("name")[:1]))
    return joined


def with_picture(queryset: QuerySet[Any], address: str) -> QuerySet[Any]:
    """Com a foto guardada de cada linha, em `picture_pk` e `picture_file`; `address` é a coluna do endereço."""
    pictures = Picture.objects.filter(instance=OuterRef("instance_id"), address=OuterRef(address))
    kept = pictures.filter(storage_name__isnull=False)
    joined: QuerySet[Any] = queryset.annotate(
        picture_pk=Subquery(kept.values("pk")[:1]), picture_file=Subquery(kept.values("storage_name")[:1])
    )
    return joined
