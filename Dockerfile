# The service in a container: pinned dependencies, no compiler, no root. `docker build -t pole .`

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/pole && python -m venv /opt/build
COPY requirements/run.txt requirements/build.txt requirements/
RUN /opt/pole/bin/pip install --require-hashes -r requirements/run.txt \
 && /opt/build/bin/pip install --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY graphql graphql
COPY loaders loaders
COPY pole pole
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /opt/pole/bin/pip install --no-deps --no-index /wheel/pole-*.whl \
 && /opt/pole/bin/pip check

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 pole && useradd --uid 10001 --gid pole --home-dir /var/lib/pole --create-home pole
COPY --from=build /opt/pole /opt/pole
ENV PATH=/opt/pole/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /var/lib/pole
VOLUME /var/lib/pole
# By number, so that a platform which insists on a user other than root can tell.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["pole"]
CMD ["serve"]
