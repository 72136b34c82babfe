# Verbos do MultiChat. Só exige Python 3.11 e make.
SHELL := /bin/sh
.ONESHELL:
.SHELLFLAGS := -ec
.PHONY: help run build demo test lint fix types api e2e bench clean
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NODE_USE_SYSTEM_CA := 1

help: ## lista os verbos
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: ## o produto inteiro, do checkout ao ar
	@$(PYTHON) scripts/prepare.py run
	exec .venv/bin/python -m multichat.supervisor

build: ## tudo o que o make run constrói, sem ligar (numa atualização, antes de parar)
	@$(PYTHON) scripts/prepare.py run

demo: ## o mesmo, com simulador e dados críveis, em pasta própria
	@$(PYTHON) scripts/prepare.py demo
	exec .venv/bin/python -m multichat.supervisor --demo

test: ## todos os testes: Python no SQLite e no MariaDB, interface, histórias no navegador, estilo, tipos, contratos
	@$(PYTHON) scripts/prepare.py test
	exec .venv/bin/python scripts/check.py all

lint: ## estilo e contratos de importação (o que o CI confere)
	@.venv/bin/python scripts/check.py lint

fix: ## arruma o que dá para arrumar sozinho
	@.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/python scripts/translations.py
	cd frontend && npm run --silent format

types: ## mypy estrito e TypeScript estrito
	@.venv/bin/python scripts/check.py types

api: ## exporta o esquema OpenAPI e gera de novo o cliente da SPA
	@.venv/bin/python manage.py exportschema
	cd frontend && npm run --silent api

e2e: ## só as histórias no navegador
	@.venv/bin/python scripts/check.py e2e

bench: ## as medições de benchmarks/ (BENCH_JSON=arquivo guarda em JSON)
	@$(PYTHON) scripts/prepare.py test
	exec .venv/bin/python -m benchmarks

clean: ## apaga o que se constrói (os dados ficam)
	rm -rf .venv frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
