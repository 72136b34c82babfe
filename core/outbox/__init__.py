"""A caixa de saída: mensagens que esperam pelo gateway (docs/architecture.md, «Enviar»)."""
