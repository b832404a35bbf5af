# The checks, each a step with a heading and its seconds; sourced by script/test and script/lint.
# Every step runs even when one before it failed; `closing` says which did.

failed=()
python=.venv/bin/python
servers=("$python" -m inquiry.embedded.testing --)

step() { # a heading, then the command
    local heading=$1 began=$SECONDS code=0
    shift
    echo
    echo "── $heading"
    "$@" || code=$?
    echo "── $heading: $([ "$code" = 0 ] && echo ok || echo "failed, exit code $code"), $((SECONDS - began)) s"
    [ "$code" = 0 ] || failed+=("$heading")
}

deploy_check() { # the production settings, with made-up secrets that have the strength of real ones
    env -u PLAIN_HTTP_ON_LOOPBACK SECRET_KEY="$("$python" -c 'import secrets; print(secrets.token_urlsafe(64))')" \
        ALLOWED_HOSTS=inquiry.example BEHIND_TLS_PROXY=yes \
        "$python" manage.py check --deploy --fail-level WARNING
}

compose_check() { # with the compose command of this machine, new or old
    if docker compose version >/dev/null 2>&1; then
        docker compose --env-file docker.env.example config --quiet
    else
        docker-compose --env-file docker.env.example config --quiet
    fi
}

static_steps() {
    step "ruff check" .venv/bin/ruff check .
    step "ruff format" .venv/bin/ruff format --check .
    step "mypy" "${servers[@]}" .venv/bin/mypy
    step "import-linter" .venv/bin/lint-imports
    step "migrations complete" "${servers[@]}" "$python" manage.py makemigrations --check --dry-run
    export -f deploy_check
    export python
    step "check --deploy" "${servers[@]}" bash -c deploy_check
    if docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; then
        step "docker compose config" compose_check
    fi
}

closing() {
    if [ ${#failed[@]} -gt 0 ]; then
        printf 'Failed: %s\n' "$(IFS=,; echo "${failed[*]}" | sed 's/,/, /g')" >&2
        exit 1
    fi
}
