"""A instância: cadastro e estado, ações, o lado do gateway, consertos, envios."""
