package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void oneAddressIsOneServer() {
        RedisAddress address = RedisAddress.parse("redis://redis.local");

        assertThat(address.nodes()).containsExactly("redis://redis.local:6379");
        assertThat(address.isCluster()).isFalse();
        assertThat(address.database()).isZero();
    }

    @Test
    void userPasswordAndDatabaseStandInTheAddress() {
        RedisAddress address = RedisAddress.parse("rediss://parley:s:cret@redis.local:7000/2");

        assertThat(address.nodes()).containsExactly("rediss://redis.local:7000");
        assertThat(address.user()).contains("parley");
        assertThat(address.password()).contains("s:cret");
        assertThat(address.database()).isEqualTo(2);
        assertThat(address).hasToString("rediss://redis.local:7000");
    }

    @Test
    void aPasswordNeedsNoUser() {
        RedisAddress address = RedisAddress.parse("redis://:secret@redis.local");

        assertThat(address.user()).isEmpty();
        assertThat(address.password()).contains("secret");
    }

    @Test
    void severalAddressesAreACluster() {
        RedisAddress address = RedisAddress.parse("redis://a:7000, redis://b:7001");

        assertThat(address.nodes()).isEqualTo(List.of("redis://a:7000", "redis://b:7001"));
        assertThat(address.isCluster()).isTrue();
    }

    @Test
    void sentinelsNameTheirMaster() {
        RedisAddress address = RedisAddress.parse("redis+sentinel://:secret@a,b:26380/mymaster");

        assertThat(address.nodes()).containsExactly("redis://a:26379", "redis://b:26380");
        assertThat(address.sentinelMaster()).contains("mymaster");
        assertThat(address.password()).contains("secret");
        assertThat(address.isCluster()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6379", "http://redis.local", "redis://", "redis+sentinel://a,b", "redis://a:x"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://:secret@/0", "redis://:secret%zz@host", "redis://:secret word@host"})
    void aRefusalDoesNotTellThePassword(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.parse(text))
                .withMessageNotContaining("secret");
    }
}
