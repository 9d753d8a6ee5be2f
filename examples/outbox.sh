#!/bin/sh
# Runs OutboxBridge.java with the libraries of the build: examples/outbox.sh <jdbc url> <bootstrap servers> [once]
cd "$(dirname "$0")/.." || exit
exec java -Djava.util.logging.config.file=src/dev/logging.properties \
  -cp 'target/message-board/WEB-INF/lib/*:target/liberty/wlp/usr/servers/defaultServer/postgresql/*' \
  examples/OutboxBridge.java "$@"
