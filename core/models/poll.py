"""O resultado de uma enquete."""

from django.db import models

from core.models.mensagem import Mensagem


class PollResult(models.Model):
    """O que se leu dos votos de uma enquete: `votes` é `[{sender_id, choices, moment}]`, com os lugares das opções
    escolhidas, um por pessoa. Deriva-se, como as reações, dos fatos guardados (`MessageUpdate`), entre eles o segredo
    da enquete. `is_readable`: falso só onde há votos, ou não há segredo, e nenhum se pôde ler."""

    mensagem = models.OneToOneField(Mensagem, on_delete=models.CASCADE, primary_key=True, related_name="poll_result")
    votes = models.JSONField()
    is_readable = models.BooleanField()

    def __str__(self) -> str:
        return f"{len(self.votes)} votos"
