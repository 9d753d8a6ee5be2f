# The image of the board, the same one for web servers and consumers. Needs BuildKit, which Docker builds with by default.
#   docker build -t message-board .
# For several kinds of processor, into a registry (the base image exists for amd64, arm64, ppc64le and s390x):
#   docker buildx build --platform linux/amd64,linux/arm64 -t registry.example/message-board --push .
# Liberty writes to /output, /logs and /tmp only, so the rest can be read-only:
#   docker run --read-only --tmpfs /opt/ol/wlp/output/defaultServer --tmpfs /logs --tmpfs /tmp:exec message-board

# The WAR is the same for every kind: it is built on the machine's own
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
# Not the phase `package`: with its tests skipped it would still install a Liberty for them. The profile adds the SBOM's goal,
# which leaves the tests' libraries out of the SBOM but has Maven download them all the same (a Kafka, a browser driver). The
# cache keeps Maven and the libraries for the next build; it is in no layer.
RUN --mount=type=cache,id=message-board-m2,target=/root/.m2,sharing=locked \
    ./mvnw -B -ntp -Prelease compile war:war cyclonedx:makeBom@bom && \
    mv target/release/*.cdx.json target/message-board.cdx.json

# The version is the pom's liberty.version, Java 25 the newer of the two the tests run on. kernel-slim has no features of its own.
FROM icr.io/appcafe/open-liberty:26.0.0.5-kernel-slim-java25-openj9-ubi-minimal
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
# Each of these would otherwise be inherited from the base image and speak of Open Liberty
LABEL org.opencontainers.image.title="Message Board" \
      org.opencontainers.image.description="A real-time message board: Jakarta EE and MicroProfile on Open Liberty, Kafka and Redis" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="icr.io/appcafe/open-liberty:26.0.0.5-kernel-slim-java25-openj9-ubi-minimal" \
      org.opencontainers.image.authors="" \
      org.opencontainers.image.vendor="" \
      org.opencontainers.image.url="" \
      org.opencontainers.image.source="" \
      org.messageboard.sbom="/licenses/message-board.cdx.json" \
      name="message-board" vendor="" version="$VERSION" \
      summary="Message Board" description="A real-time message board"

COPY --chown=1001:0 src/main/liberty/config/ /config/
# Installs what server.xml and the board.xml it includes name, and what https-true.xml and telemetry-true.xml do, which are
# included only where they are asked for; before the WAR, so that a new WAR does not repeat it
RUN featureUtility installFeature transportSecurity-1.0 mpTelemetry-2.1 --acceptLicense --noCache && features.sh
COPY --chown=1001:0 --from=build /build/target/message-board.war /config/apps/
# What libraries the WAR has, for a scanner
COPY --from=build /build/target/message-board.cdx.json /licenses/
# OPENJ9_SCC=false: no class cache of the application. To fill one, configure.sh starts the board while the image is built,
# where it finds neither Kafka nor Redis, and keeps the work area of that start. The base image's own cache is still used.
RUN OPENJ9_SCC=false configure.sh

# With a wrong setting the process ends and says why, and does not wait for somebody to look
ENV BOARD_EXIT_ON_WRONG_SETTING=true

USER 1001
# The second one with HTTPS_ENABLED=true
EXPOSE 9080 9443
# Whether the board started and its threads live, not whether Kafka and Redis do (/health/ready says that): it waits for
# them by itself, and replacing its container would not bring them back. The shell in the container puts HTTP_PORT in.
HEALTHCHECK --interval=10s --timeout=10s --start-period=180s --retries=3 \
    CMD curl -fsS -o /dev/null "http://localhost:${HTTP_PORT:-9080}/health/started" && \
        curl -fsS -o /dev/null "http://localhost:${HTTP_PORT:-9080}/health/live"
# The base image's entry point makes the server process 1 by exec, so this signal reaches the JVM, which then stops in order
STOPSIGNAL SIGTERM
