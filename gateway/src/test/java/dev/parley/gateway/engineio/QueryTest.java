package dev.parley.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query of a request, as Node reads it. */
class QueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/?name=100%&EIO=4| 100%",
                "/?name=a%zz&EIO=4| a%zz",
                "/?name=x;EIO=3&EIO=4| x;EIO=3",
                "/?name=%C3%A9%20+b&EIO=4| é  b",
                "/?&&name=1=2&EIO=4| 1=2",
                "/?name&EIO=4| ''",
                "/?EIO=4&name=first&name=second#name=third| first",
            })
    void malformedEscapesStandForThemselves(String target, String name) {
        Query query = Query.of(target);
        assertThat(query.path()).isEqualTo("/");
        assertThat(query.first("name")).isEqualTo(name);
        assertThat(query.first("EIO")).isEqualTo("4");
    }

    @Test
    void aTargetWithoutAQueryIsAPath() {
        assertThat(Query.of("/socket.io/").path()).isEqualTo("/socket.io/");
        assertThat(Query.of("/socket.io/").first("EIO")).isNull();
        assertThat(Query.of("/?a=1&a=2").parameters()).containsEntry("a", List.of("1", "2"));
    }

    @Test
    void thereAreOnlySoManyParameters() {
        assertThat(Query.of("/?" + "x=1&".repeat(5_000)).parameters().get("x")).hasSize(1_000);
    }
}
