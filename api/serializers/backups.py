"""Os backups, como a administração os vê."""

from typing import Any

from rest_framework import serializers

from core.models import BackupKind, BackupRun, BackupState


class BackupRunSerializer(serializers.ModelSerializer[BackupRun]):
    """Um backup, ou a conferência de um."""

    id = serializers.IntegerField(read_only=True, help_text="Id.")
    kind = serializers.ChoiceField(BackupKind.choices, help_text="`backup`, ou `verify`: a conferência de um.")
    state = serializers.ChoiceField(BackupState.choices, help_text="Como está.")
    started_at = serializers.DateTimeField(help_text="Quando começou.")
    finished_at = serializers.DateTimeField(allow_null=True, help_text="Quando acabou; nulo se ainda corre.")
    name = serializers.CharField(allow_null=True, help_text="O arquivo.")
    n_rows = serializers.IntegerField(allow_null=True, help_text="Linhas do banco.")
    n_files = serializers.IntegerField(allow_null=True, help_text="Arquivos que nomeia.")
    new_bytes = serializers.IntegerField(allow_null=True, help_text="Bytes de arquivos copiados desta vez.")
    error = serializers.CharField(allow_null=True, help_text="Por que falhou, para quem opera o servidor.")

    class Meta:
        model = BackupRun
        fields = ("id", "kind", "state", "started_at", "finished_at", "name", "n_rows", "n_files", "new_bytes", "error")


class BackupsSerializer(serializers.Serializer[Any]):
    """Os backups desta instalação."""

    is_on = serializers.BooleanField(help_text="Se há onde os guardar (`BACKUP_DIR`): sem isso nenhum é feito.")
    at = serializers.CharField(help_text="A que horas, no fuso da operação (`BACKUP_AT`).")
    keep = serializers.IntegerField(help_text="Quantos ficam (`BACKUP_KEEP`).")
    has_keys = serializers.BooleanField(help_text="Se a chave secreta vai dentro, selada (`BACKUP_PASSPHRASE`).")
    last_good_at = serializers.DateTimeField(allow_null=True, help_text="O começo do último que ficou pronto.")
    last_verified_at = serializers.DateTimeField(allow_null=True, help_text="A última conferência que deu certo.")
    runs = BackupRunSerializer(many=True, help_text="Os dez últimos, do mais novo ao mais velho.")
