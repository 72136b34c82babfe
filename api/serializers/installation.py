"""O que a tela precisa saber desta instalação."""

from typing import Any

from rest_framework import serializers

from core.media.outgoing import MAX_BYTES


class MaxFileBytesSerializer(serializers.Serializer[Any]):
    """O maior arquivo de cada tipo de envio, em bytes."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Um por tipo de envio de arquivo."""
        return {kind: serializers.IntegerField(help_text=f"Em `{kind}`.") for kind in MAX_BYTES}


class InstallationSerializer(serializers.Serializer[Any]):
    """Esta instalação."""

    country = serializers.CharField(help_text="O país, em duas letras, dos telefones escritos sem DDI.")
    public_url = serializers.CharField(help_text="Como a W-APi e as pessoas nos alcançam.")
    files_by = serializers.ChoiceField(
        ["link", "base64"], help_text="Como o que se envia chega à W-APi: ela busca aqui, ou vai dentro do pedido."
    )
    max_file_bytes = MaxFileBytesSerializer(help_text="O maior arquivo de cada tipo de envio, em bytes.")
    media_retention_days = serializers.IntegerField(help_text="Por quantos dias ficam os arquivos; 0: para sempre.")
