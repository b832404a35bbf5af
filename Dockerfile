# One image for web, worker and beat; script/container says what each runs. Servers and object store are images of their own.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap util-linux fonts-dejavu-core \
        tesseract-ocr-eng tesseract-ocr-rus tesseract-ocr-kaz tesseract-ocr-osd \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/inquiry --shell /usr/sbin/nologin inquiry \
    && install -d -o inquiry -g inquiry -m 0700 /srv/state /srv/static /srv/vault

WORKDIR /srv/inquiry
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
COPY . ./

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/srv/inquiry \
    STATE_DIR=/srv/state STATIC_ROOT=/srv/static
USER inquiry
# Static files belong to the image. The settings are read for that, so they get values that are thrown away with this line.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgres://nobody@localhost/none REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input -v 0

VOLUME /srv/state
EXPOSE 8000
ENTRYPOINT ["script/container"]
CMD ["web"]
