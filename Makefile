# Verbos do MultiChat. Só exige Python 3.11 e make.
SHELL := /bin/sh
.ONESHELL:
.SHELLFLAGS := -ec
.PHONY: help run demo test lint fix types api e2e bench clean
PYTHON ?= python3
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NODE_USE_SYSTEM_CA := 1

help: ## lista os verbos
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

run: ## o produto inteiro, do checkout ao ar
	@$(PYTHON) scripts/prepare.py run
	exec .venv/bin/python -m multichat.supervisor

demo: ## o mesmo, com simulador e dados críveis, em pasta própria
	@$(PYTHON) scripts/prepare.py run
	exec .venv/bin/python -m multichat.supervisor --demo
