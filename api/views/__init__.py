"""Uma view por recurso; cada uma faz par com o arquivo do mesmo nome em `api.serializers`."""
