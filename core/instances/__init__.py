"""Instâncias: cadastro, conexão por QR, ações no gateway, sondagem do estado."""
