"""Alertas: sintomas medidos (`symptoms`), abertos e resolvidos sozinhos (`watch`), avisados fora daqui (`notify`)."""
