# Two stages: what builds the portal, and what runs it.
#
#   docker build --tag podium .
#   docker run --rm --publish 127.0.0.1:8080:8080 --volume podium:/data --read-only --cap-drop ALL podium
#
# Only /data is written. Who mounts a folder of the host there gives it to user 10001 first.

FROM rust:1.95-bookworm AS build
WORKDIR /src

# .dockerignore names what comes in here: what the build needs, and nothing else.
COPY . .
# What cargo downloads and compiles is kept between builds of the image, outside of its layers. Files may come with times from
# before the last build, by which cargo would take them for built: touching them compiles this package anew, and it alone.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    touch src/lib.rs src/main.rs \
    && cargo build --profile dist --locked --bin podium \
    && install -D -m 0755 target/dist/podium /out/podium \
    && install -d -m 0700 /out/data

FROM debian:bookworm-slim

# The authorities by which a PostgreSQL server's certificate is checked.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*

COPY --from=build /out/podium /usr/local/bin/podium
# A number, so that an orchestrator can tell that it is not root. A new volume takes its owner from this folder.
COPY --from=build --chown=10001:10001 /out/data /data

USER 10001:10001
WORKDIR /data
VOLUME ["/data"]

ENV PODIUM_LISTEN=0.0.0.0:8080 \
    PODIUM_DATABASE=sqlite:/data/podium.db
EXPOSE 8080
STOPSIGNAL SIGTERM

# Ready means: the database answers and there is content. The shell asks by itself, so that the image needs no other program.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PODIUM_LISTEN##*:} && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]

ENTRYPOINT ["podium"]
CMD ["serve"]
