# One image for web servers and consumers. Needs BuildKit, Docker's default builder.
#   docker build -t message-board .
# To build for several platforms and push (the base images support amd64, arm64, ppc64le and s390x):
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example/message-board --push .
# with a native builder for each, or with --build-arg AOT_CACHE=false
# Liberty writes only to /output, /logs and /tmp, so the rest can be read-only:
#   docker run --read-only --tmpfs /opt/ol/wlp/output/defaultServer --tmpfs /logs --tmpfs /tmp:exec message-board

# The WAR is the same for every platform, so it is built on the machine's own
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
# Not the `package` phase, which would install a Liberty for the tests even if they are skipped. The profile adds the
# SBOM goal. It leaves the tests' libraries out of the SBOM, but Maven still downloads them (Kafka, a browser driver).
# The cache keeps Maven and the libraries for the next build; it does not end up in a layer.
RUN --mount=type=cache,id=message-board-m2,target=/root/.m2,sharing=locked \
    ./mvnw -B -ntp -Prelease compile war:war cyclonedx:makeBom@bom dependency:copy@driver && \
    mv target/release/*.cdx.json target/message-board.cdx.json

# Open Liberty with the board's features and configuration. The version is liberty.version in pom.xml; kernel-slim comes
# without features. There is no image of it with HotSpot, so only its files are used, which are the same everywhere.
FROM --platform=$BUILDPLATFORM icr.io/appcafe/open-liberty:26.0.0.5-kernel-slim-java25-openj9-ubi-minimal AS liberty
COPY --chown=1001:0 src/main/liberty/config/ /config/
# Installs the features of server.xml and board.xml, and those of https-true.xml, telemetry-true.xml and
# archive-true.xml, which are included only on demand
RUN featureUtility installFeature transportSecurity-1.0 mpTelemetry-2.1 jdbc-4.3 jndi-1.0 --acceptLicense --noCache && features.sh
# OPENJ9_SCC=false: OpenJ9's class cache would be of no use
RUN OPENJ9_SCC=false configure.sh

# HotSpot is the JVM that all tests and figures are from (Java 17 and 25; this is the newer one)
FROM eclipse-temurin:25-jre-ubi10-minimal AS server
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
# Otherwise the image would inherit these labels from the base image, where they describe something else
LABEL org.opencontainers.image.title="Message Board" \
      org.opencontainers.image.description="A real-time message board: Jakarta EE and MicroProfile on Open Liberty, Kafka and Redis" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre-ubi10-minimal" \
      org.opencontainers.image.authors="" \
      org.opencontainers.image.vendor="" \
      org.opencontainers.image.url="" \
      org.opencontainers.image.source="" \
      org.messageboard.sbom="/licenses/message-board.cdx.json" \
      name="message-board" vendor="" version="$VERSION" \
      summary="Message Board" description="A real-time message board"

# Liberty as in its own image: places, links, rights, user and environment. This layer comes before the WAR, so that a
# new WAR does not change it.
COPY --from=liberty --chown=1001:0 /opt/ol /opt/ol
COPY --from=liberty /licenses /licenses
RUN echo 'default:x:1001:0::/home/default:/sbin/nologin' >> /etc/passwd && \
    install -d -o 1001 -g 0 -m 775 /logs /etc/wlp /serviceability && \
    ln -s /opt/ol/wlp /liberty && \
    ln -s /opt/ol/fixes /fixes && \
    ln -s /opt/ol/wlp/usr/servers/defaultServer /config && \
    ln -s /opt/ol/wlp/output/defaultServer /output && \
    ln -s /opt/ol/wlp/usr/shared/resources/lib.index.cache /lib.index.cache
# Liberty's agent is for traces of Liberty itself; a JVM with an agent refuses the cache below
ENV PATH=$PATH:/opt/ol/wlp/bin:/opt/ol/helpers/build:/opt/ol/helpers/runtime \
    LOG_DIR=/liberty/logs \
    WLP_OUTPUT_DIR=/opt/ol/wlp/output \
    WLP_SKIP_MAXPERMSIZE=true \
    WLP_SKIP_BOOTSTRAP_AGENT=true \
    RANDFILE=/tmp/.rnd

COPY --chown=1001:0 --from=build /build/target/message-board.war /config/apps/
COPY --chown=1001:0 --from=build /build/target/postgresql/ /config/postgresql/
# Lists the WAR's libraries for scanners
COPY --from=build /build/target/message-board.cdx.json /licenses/

# With a wrong setting the process logs the reason and exits, so that nobody has to notice a board that did not start
ENV BOARD_EXIT_ON_WRONG_SETTING=true

USER 1001
# 9443 is used only with HTTPS_ENABLED=true
EXPOSE 9080 9443
# Checks that the board has started and warmed up and its threads are alive, not that Kafka and Redis are up
# (/health/ready does): the board waits for them, and a new container would not bring them back. The container's shell
# expands HTTP_PORT.
HEALTHCHECK --interval=10s --timeout=10s --start-period=180s --retries=3 \
    CMD curl -fsS -o /dev/null "http://localhost:${HTTP_PORT:-9080}/health/started" && \
        curl -fsS -o /dev/null "http://localhost:${HTTP_PORT:-9080}/health/live"
# The entry point execs the server as process 1, so this signal reaches the JVM, which shuts down cleanly
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/ol/helpers/runtime/docker-server.sh"]
CMD ["/opt/ol/wlp/bin/server", "run", "defaultServer"]

# What records the cache: the embedded Kafka and Redis of development
FROM build AS tools
COPY src/dev src/dev
RUN --mount=type=cache,id=message-board-m2,target=/root/.m2,sharing=locked \
    ./mvnw -B -ntp compiler:testCompile dependency:build-classpath -Dmdep.outputFile=target/classpath

# An ahead-of-time cache: this server works for half a minute, and its JVM writes which classes it needed and what it
# knows of its methods. With it the next one is ready sooner and faster in its first seconds. It is for this platform.
FROM server AS recorded
# false leaves the cache out: where there is no embedded Redis (ppc64le, s390x), or the platform is only emulated
ARG AOT_CACHE=true
USER root
COPY --from=tools /build/target/test-classes /tools/classes
COPY --from=tools /build/target/classpath /tools/
RUN --mount=type=cache,id=message-board-m2,target=/root/.m2,sharing=locked \
    mkdir /recorded && \
    if [ "$AOT_CACHE" = true ]; then \
      java -Xmx64m -cp "/tools/classes:$(cat /tools/classpath)" org.messageboard.dev.tools.CacheRecorder \
        /tmp/recording /recorded/board.aot /opt/ol/wlp/bin/server run defaultServer; \
    fi

FROM server
# A JVM that the cache does not fit, as with another collector in JVM_ARGS, says so at its start and goes on without it
RUN --mount=from=recorded,source=/recorded,target=/recorded \
    if [ -e /recorded/board.aot ]; then \
      cp /recorded/board.aot /opt/ol/ && \
      echo "-XX:AOTCache=/opt/ol/board.aot" > /config/configDropins/defaults/jvm.options; \
    fi
