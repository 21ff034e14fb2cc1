package dev.parley.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactDetailsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write to anna.b@mail.example.com          | email
            anna at mail dot com                      | email
            anna (at) mail (dot) com                  | email
            call 0176 1234567                         | phone
            +49 (176) 123-45-67                       | phone
            0.1.7.6.1.2.3.4.5                         | phone
            zero one seven six one two three four     | phone
            my number: 0 one 7 six 1 2 3 four 5       | phone
            see https://boris.example/x?y=1           | url
            look at www.boris.example                 | url
            it is on boris-repairs.com/roof           | url
            boris-repairs dot com                     | url
            I am @boris_repairs there                 | handle
            telegram: borisrep                        | handle
            whatsapp boris_77                         | handle
            """)
    void contactDetailsAreFoundHoweverTheyAreSpelled(String content, String kind) {
        assertThat(ContactDetails.in(content).kinds()).containsExactly(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it leaks, can you come on 2026-11-23 15:30?",
                "on 23.11.2026 or 24.11.2026",
                "that is 1.250.000 for 12 windows",
                "one or two people, three at most",
                "meet at noon at the dot on the map",
                "telegram is fine with me",
                "version 1.2.3, room 12, floor 4"
            })
    void whatOnlyLooksAlikeIsLeftAlone(String content) {
        assertThat(ContactDetails.in(content).isEmpty()).isTrue();
    }

    @Test
    void onlyTheDetailsAreTakenOut() {
        ContactDetails found = ContactDetails.in("mail a@b.example or call 0176 1234567, thanks");
        assertThat(found.masked()).isEqualTo("mail *** or call ***, thanks");
        assertThat(found.kinds()).containsExactly("email", "phone");
    }

    @Test
    void theLongestMessageIsReadInNoTime() {
        String hostile = "a.".repeat(1_000) + "1 ".repeat(500) + "one ".repeat(250);
        long began = System.nanoTime();
        ContactDetails.in(hostile);
        assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
    }
}
