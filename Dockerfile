# Imagem única do MultiChat: web e worker são o mesmo código com outro comando.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libmariadb-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock requirements-mysql.lock requirements-celery.lock requirements-node.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock -r requirements-mysql.lock -r requirements-celery.lock \
    && python -m venv /node && /node/bin/pip install --no-cache-dir --require-hashes -r requirements-node.lock
COPY frontend frontend
RUN cd frontend && PATH="/node/bin:$PATH" npm ci --no-audit --no-fund && PATH="/node/bin:$PATH" npm run build && rm -rf node_modules

FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libmariadb3 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home /app multichat && mkdir -p /data && chown multichat /data && chmod 700 /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY --from=build /app/frontend/dist frontend/dist
COPY manage.py pyproject.toml ./
COPY api api
COPY authentication authentication
COPY core core
COPY locale locale
COPY multichat multichat
COPY simulator simulator
COPY webhook webhook
ENV PATH="/app/.venv/bin:$PATH" DATA_DIR=/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
USER multichat
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "multichat.supervisor"]
