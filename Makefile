# For a newcomer: `make run` serves the site, `make test` runs every test. What takes more than a line is in .ci/.
HOST ?= 127.0.0.1
PORT ?= 8000
python := .venv/bin/python
manage := $(python) manage.py

.PHONY: run test bench lint format lock

run: .env  # DATABASE_URL and every other setting come from the environment, then from .env
	@.ci/setup
	@$(python) -c 'import socket; socket.create_server(("$(HOST)", $(PORT)))' 2>/dev/null || \
		{ echo "Port $(PORT) of $(HOST) is taken, or not to be had: try PORT=8001 make run"; exit 1; }
	@mkdir -p .local
	@$(manage) migrate --verbosity 0
	@$(manage) load_edition --verbosity 0
	@$(manage) collectstatic --no-input --verbosity 0
	@echo "PeopleHub is at http://$(HOST):$(PORT)/ (Ctrl-C stops it)"
	@exec $(python) -m granian --interface wsgi --workers 2 --blocking-threads 4 --host "$(HOST)" --port "$(PORT)" \
		--log-level error --workers-kill-timeout 1 peoplehub.wsgi:application  # one that gets Ctrl-C twice hangs

.env:  # made once, for one's own machine only: a real server has its own secret and HTTPS
	@test -e .env || { umask 077; printf 'SECRET_KEY=%s\nHTTPS=false\n' "$$(head -c 48 /dev/urandom | base64)" > .env; }

test:  # make test ARGS="-k words" runs a part
	@.ci/test $(ARGS)

bench:  # measures on the database that DATABASE_URL names; .ci/with_postgres.py make bench for PostgreSQL
	@.ci/setup dev
	@$(python) -m pytest -q -s $(ARGS) tests/bench/bench_*.py

# The checks run with a production's settings, whatever .env says.
production = SECRET_KEY="$$(head -c 48 /dev/urandom | base64)" HTTPS=true DEBUG=false DATABASE_URL=sqlite://:memory: \
	EMAIL_URL=smtp://localhost

lint:
	@.ci/setup dev
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	! grep -nE '://|^ *--(index|extra-index|find-links|trusted)' requirements*.txt  # a lock names packages, never a host
	@$(production) $(manage) makemigrations --check --dry-run
	@$(production) $(manage) check --deploy --fail-level WARNING

format:
	@.ci/setup dev
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

compile = $(python) -m piptools compile --quiet --strip-extras --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(ARGS) pyproject.toml

lock:  # after a change of pyproject.toml; make lock ARGS=--upgrade for newer versions of everything
	@.ci/setup dev
	$(compile) --output-file=requirements.txt
	$(compile) --extra=dev --allow-unsafe --constraint=requirements.txt --output-file=requirements-dev.txt
