package org.messageboard.benchmark;

/** What the page says of two other ways to build it; no run measures them. */
final class Others {

  /** Figures of 2026, and how to take those of nchan again. */
  static final String TEXT =
      """
      On paper: no run of the above has them. The figures of nginx with nchan (1.22 and 1.3.6, two workers) and of the
      board [were taken](SCALING.md#beside-others) with one client on one machine, those of the same architecture in
      Next.js and of a prototype of this board with another on another, so compare only within a pair.

      | | nginx with nchan, in memory | this board | the same architecture in Next.js, KafkaJS and ioredis | its prototype on Liberty |
      | --- | --- | --- | --- | --- |
      | 10 clients, 50 posts/s: p50 / p99 | 0.53 / 3.7 ms | 2.8 to 3.3 / 9.2 to 9.5 ms | 5.2 / 14 ms | 2.0 / 3.7 ms |
      | deliveries/s to 1,000 clients | 169,000 | 1,000,000 | 38,000 | 1,026,000 |
      | posts/s of 64 connections | 10,400 | 5,800 to 6,500 | 1,015 | 10,600 |
      | keeps a message | in memory; Redis if asked | in Kafka, before the 202 | in Kafka | in Kafka |
      | resumes over plain server-sent events | yes | yes, on any server | | |
      | says when it could not resume | not seen | `reset` | | |
      | posting again is safe | not seen | by message id | | |
      | one order for all | per buffer | whole board | | |

      nchan again, on Debian with `nginx` and `libnginx-mod-nchan`; `nginx -c $PWD/nchan.conf` with this file:

      ```nginx
      load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
      worker_processes 2;
      pid /tmp/nchan.pid;
      events { worker_connections 20000; }
      http {
        access_log off;
        keepalive_requests 1000000;
        server {
          listen 127.0.0.1:8099;
          location = /post { nchan_publisher; nchan_channel_id board; nchan_message_buffer_length 100; }
          location = /stream { nchan_subscriber eventsource; nchan_channel_id board; }
        }
      }
      ```

      `curl -N -H 'Accept: text/event-stream' http://127.0.0.1:8099/stream` is a client,
      `h2load --h1 -c 1000 -t 1 -D 20 -H 'Accept: text/event-stream' http://127.0.0.1:8099/stream` are 1,000 (its traffic,
      divided by the bytes of an event, is the deliveries), and
      `h2load --h1 -c 64 -n 100000 -d message.json http://127.0.0.1:8099/post` posts.
      """;

  private Others() {}
}
