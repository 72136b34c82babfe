"""Uma função por chamada da W-APi: o que se pede e como se lê a resposta. Nada aqui abre conexão."""
