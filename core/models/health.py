"""O que se sabe da saúde de uma instância além do estado: os sinais de vida, e quando olhar de novo."""

from django.db import models

from core.models.instance import WhatsappInstance


class InstanceHealth(models.Model):
    """Os sinais de vida. O último webhook está em `WhatsappInstance.last_event_at`; aqui ficam os que custam uma
    pergunta ao gateway, para que a porta e a aplicação não escrevam esta linha a cada evento."""

    instance = models.OneToOneField(WhatsappInstance, on_delete=models.CASCADE, primary_key=True, related_name="health")
    answered_at = models.DateTimeField(null=True)  # última resposta do gateway sobre a instância
    polled_at = models.DateTimeField(null=True)  # última pergunta da ronda, respondida ou não
    echo_at = models.DateTimeField(null=True)  # último eco de um envio pela API
    device_at = models.DateTimeField(null=True)  # última vez que o gateway mostrou o aparelho
    device_error = models.CharField(max_length=500, null=True)  # as palavras da última recusa do aparelho
    next_probe_at = models.DateTimeField(null=True)  # antes disso não se pergunta pelo aparelho
    next_details_at = models.DateTimeField(null=True, db_index=True)  # ajustes, plano e webhooks lidos de volta
    next_night_at = models.DateTimeField(null=True)  # a próxima conferência noturna

    def __str__(self) -> str:
        return f"health {self.pk}"
