package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchedLookupIT {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final BatchedLookup<String> names = new BatchedLookup<>(mongo.async("users"), null, BatchedLookupIT::name);

    private static Optional<String> name(Document document) {
        return Optional.of(Optional.ofNullable(document.getString("name")).orElseThrow());
    }

    @Test
    void everybodyGetsTheirOwn() {
        List<Document> people = IntStream.range(0, 50)
                .mapToObj(i -> new Document("_id", "user" + i).append("name", "Name " + i))
                .toList();
        mongo.collection("users").insertMany(people);
        List<CompletionStage<Optional<String>>> asked = IntStream.range(0, 100)
                .mapToObj(i -> names.find("user" + i % 60))
                .toList();
        for (int i = 0; i < asked.size(); i++) {
            Optional<String> expected = i % 60 < 50 ? Optional.of("Name " + i % 60) : Optional.empty();
            assertThat(await(asked.get(i))).isEqualTo(expected);
        }
    }

    @Test
    void anUnreadableDocumentFailsOnlyItsOwnLookup() {
        mongo.collection("users")
                .insertMany(List.of(new Document("_id", "nameless"), new Document("_id", "ann").append("name", "Ann")));
        CompletionStage<Optional<String>> one = names.find("somebody");
        CompletionStage<Optional<String>> other = names.find("nobody");
        CompletionStage<Optional<String>> nameless = names.find("nameless");
        CompletionStage<Optional<String>> ann = names.find("ann");
        assertThat(await(one)).isEmpty();
        assertThat(await(other)).isEmpty();
        assertThat(await(ann)).contains("Ann");
        assertThatThrownBy(() -> await(nameless)).hasMessageContaining("No value");
    }
}
