"""O caminho de uma mensagem: edições que valeram e passos do envio."""

from typing import Any

from rest_framework import serializers

from api.serializers.mensagens.mensagens import MensagemSerializer
from core.apply.message_updates import edits_of
from core.facts import MessageStatus
from core.models import Direction, Mensagem, SendAttempt
from core.models.tenancy import Role

FILE_WAYS = ["link", "base64", "url"]
STEPS = ["created", "calling", "accepted", "sent", "delivered", "read", "played", "failed"]


class EditSerializer(serializers.Serializer[Any]):
    """Um texto que a mensagem teve."""

    text = serializers.CharField(allow_null=True, help_text="O texto.")
    moment = serializers.DateTimeField(help_text="Desde quando.")


class StepSerializer(serializers.Serializer[Any]):
    """Um passo."""

    name = serializers.ChoiceField(STEPS, help_text="O passo.")
    at = serializers.DateTimeField(allow_null=True, help_text="Quando; nulo se só se sabe que aconteceu.")
    event = serializers.IntegerField(allow_null=True, help_text="Id do evento que o disse; nulo para operadores.")


class MensagemDetailSerializer(MensagemSerializer):
    """Uma mensagem, com o seu caminho."""

    edits = EditSerializer(many=True, help_text="Os textos que teve, do original ao atual; vazio se nunca foi editada.")
    steps = StepSerializer(many=True, help_text="O que já aconteceu com ela, em ordem.")
    file_by = serializers.ChoiceField(
        FILE_WAYS, allow_null=True, help_text="Como o arquivo que enviamos foi ao gateway; nulo se não houve."
    )

    def to_representation(self, instance: Mensagem) -> dict[str, Any]:
        """A mensagem e o caminho."""
        is_operator = self.context["request"].user.role == Role.OPERATOR
        edits = edits_of(instance)
        texts = [{"text": instance.original_text, "moment": instance.sent_at}] if edits else []
        for edit in edits:
            if edit.value != texts[-1]["text"]:  # o eco da nossa edição pode vir com outro id
                texts.append({"text": edit.value, "moment": edit.moment})
        attempts = list(SendAttempt.objects.filter(mensagem=instance).order_by("number"))
        return {
            **super().to_representation(instance),
            "edits": texts,
            "steps": steps_of(instance, attempts, is_operator),
            "file_by": attempts[-1].file_by if attempts else None,
        }


def steps_of(message: Mensagem, attempts: list[SendAttempt], is_operator: bool) -> list[dict[str, Any]]:
    """Os passos conhecidos; um momento que ninguém disse é nulo."""
    event = None if is_operator else message.event
    steps: list[tuple[str, Any]] = [("created", message.created_at)]
    steps += [("calling", attempt.started_at) for attempt in attempts]
    if message.accepted_at:
        steps.append(("accepted", message.accepted_at))
    if message.direction == Direction.OUT:
        status = message.status
        if status >= MessageStatus.SENT and status != MessageStatus.FAILED:
            steps.append(("sent", None if attempts else message.sent_at))
        if message.delivered_at or status >= MessageStatus.DELIVERED:
            steps.append(("delivered", message.delivered_at))
        if message.read_at or status >= MessageStatus.READ:
            steps.append(("read", message.read_at))
        if status == MessageStatus.PLAYED:
            steps.append(("played", None))
        if status == MessageStatus.FAILED:
            steps.append(("failed", attempts[-1].ended_at if attempts else None))
    return [{"name": name, "at": at, "event": event if name == "created" else None} for name, at in steps]
