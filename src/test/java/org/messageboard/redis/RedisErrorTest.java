package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisDataException;

/** Error messages of Redis 6.2 and 7.0. */
class RedisErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          READONLY   | true  | READONLY You can't write against a read only replica.
          READONLY   | true  | READONLY You can't write against a read only replica. script: 3692ff11, on @user_script:1.
          READONLY   | true  | ERR Error running script (call to f_3692ff11): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.
          OOM        | true  | OOM command not allowed when used memory > 'maxmemory'.
          OOM        | true  | ERR Error running script (call to f_3692ff11): @user_script:17: @user_script: 17: -OOM command not allowed when used memory > 'maxmemory'.
          NOREPLICAS | true  | ERR Error running script (call to f_3692ff11): @user_script:1: @user_script: 1: -NOREPLICAS Not enough good replicas to write.
          MISCONF    | true  | MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.
          LOADING    | true  | LOADING Redis is loading the dataset in memory
          MASTERDOWN | true  | MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.
          CLUSTERDOWN| true  | CLUSTERDOWN Hash slot not served
          TRYAGAIN   | true  | TRYAGAIN Multiple keys request during rehashing of slot
          WRONGTYPE  | false | WRONGTYPE Operation against a key holding the wrong kind of value
          WRONGTYPE  | false | ERR Error running script (call to f_26253): @user_script:1: WRONGTYPE Operation against a key holding the wrong kind of value
          WRONGTYPE  | false | WRONGTYPE Operation against a key holding the wrong kind of value script: 26253, on @user_script:1.
          ERR        | false | ERR Error running script (call to f_be02a): @user_script:1: user_script:1: attempt to compare nil with number
          ERR        | false | ERR Error running script (call to f_7f889): @user_script:1: ERR value is not a valid float
          ERR        | false | ERR user_script:1: attempt to compare nil with number script: be02a, on @user_script:1.
          NOPERM     | false | NOPERM this user has no permissions to access one of the keys used as arguments
          ERR        | false | what nobody has heard of READONLY
          """)
  void theCodeIsFoundEvenInsideAScriptsError(String code, boolean refuses, String text) {
    var error = RedisError.of(new JedisDataException(text));
    assertThat(error).isEqualTo(new RedisError(code, text));
    assertThat(error.refusesWrites()).isEqualTo(refuses);
  }
}
