package dev.parley.core.rules.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactDetailsTest {
    private static final double LEAST_PRECISION = 0.97;
    private static final double LEAST_RECALL = 0.95;

    /** One line of {@code texts.tsv}. */
    private record Sample(Set<String> kinds, String text) {}

    @Test
    void mostContactDetailsAreFoundAndFewOtherTextsAreTakenForThem() throws IOException {
        int right = 0;
        int missed = 0;
        int wrong = 0;
        List<String> mistakes = new ArrayList<>();
        List<Sample> samples = samples();
        for (Sample sample : samples) {
            Set<String> found = new TreeSet<>(ContactDetails.in(sample.text()).kinds());
            right += (int) found.stream().filter(sample.kinds()::contains).count();
            missed += (int) sample.kinds().stream()
                    .filter(kind -> !found.contains(kind))
                    .count();
            wrong += (int) found.stream()
                    .filter(kind -> !sample.kinds().contains(kind))
                    .count();
            if (!found.equals(sample.kinds())) {
                mistakes.add(found + " instead of " + sample.kinds() + ": " + sample.text());
            }
        }
        double precision = (double) right / (right + wrong);
        double recall = (double) right / (right + missed);
        System.out.printf("%d texts: precision %.3f, recall %.3f%n", samples.size(), precision, recall);
        mistakes.forEach(System.out::println);
        assertThat(samples).hasSizeGreaterThanOrEqualTo(150);
        assertThat(precision).as("precision; %s", mistakes).isGreaterThanOrEqualTo(LEAST_PRECISION);
        assertThat(recall).as("recall; %s", mistakes).isGreaterThanOrEqualTo(LEAST_RECALL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail a@b.example or call 0176 1234567, thanks | mail *** or call ***, thanks
            see https://boris.example/x, it is there      | see ***, it is there
            anna (at) mail (dot) com!                     | ***!
            two: 0176 1234567 and 0171 7654321            | two: *** and ***
            on 23.11.2026 call +49 176 1234567            | on 23.11.2026 call ***
            """)
    void onlyTheDetailsAreMasked(String content, String masked) {
        assertThat(ContactDetails.in(content).masked()).isEqualTo(masked);
    }

    @Test
    void aTextWithoutDetailsStaysTheSameObject() {
        String text = "Is it \uD83D\uDE00 there?";
        assertThat(ContactDetails.in(text).masked()).isSameAs(text);
    }

    private static List<Sample> samples() throws IOException {
        try (InputStream file = ContactDetailsTest.class.getResourceAsStream("texts.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(parts -> new Sample(kinds(parts[0]), parts[1]))
                    .toList();
        }
    }

    private static Set<String> kinds(String listed) {
        return listed.equals("-") ? Set.of() : new TreeSet<>(List.of(listed.split(" ")));
    }
}
