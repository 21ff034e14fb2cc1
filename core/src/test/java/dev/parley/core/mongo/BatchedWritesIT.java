package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.InsertOneModel;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchedWritesIT {
    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    /** The number of the message, then whether it was refused as a duplicate. */
    private record Outcome(int seq, boolean isRefused) {}

    @Test
    void eachOfManyHasAnOutcomeOfItsOwn() {
        BatchedWrites writes = new BatchedWrites(mongo.async("messages"), 1);
        List<Integer> numbers =
                IntStream.rangeClosed(1, 60).map(n -> n % 40).boxed().toList();
        List<CompletionStage<Outcome>> written =
                numbers.stream().map(seq -> insert(writes, seq)).toList();
        List<Outcome> outcomes = written.stream().map(each -> await(each)).toList();
        assertThat(outcomes).filteredOn(Outcome::isRefused).hasSize(20);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.isRefused)
                .extracting(Outcome::seq)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).boxed().toList());
        assertThat(mongo.collection("messages").countDocuments()).isEqualTo(40);
    }

    private static CompletionStage<Outcome> insert(BatchedWrites writes, int seq) {
        return writes.write(new InsertOneModel<>(new Document("chatSeq", "chat " + seq)))
                .handle((stored, failure) -> {
                    assertThat(failure == null || MongoFailures.isDuplicateIn(MongoIndexes.MESSAGE_NUMBER, failure))
                            .isTrue();
                    return new Outcome(seq, failure != null);
                });
    }
}
