"""O que cada recurso mostra e aceita, com o texto que o esquema publica."""
