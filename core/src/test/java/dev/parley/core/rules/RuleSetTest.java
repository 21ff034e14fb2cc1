package dev.parley.core.rules;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.CLARA;
import static dev.parley.core.testing.People.command;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusal;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Media;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.chat.MessageType;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.InMemoryMessages;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.user.UserChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private final InMemoryChats chats = new InMemoryChats();
    private final InMemoryMessages messages = new InMemoryMessages(chats);
    private final InMemoryUsers users = new InMemoryUsers();
    private final CountingIds ids = new CountingIds();
    private final List<String> heard = new ArrayList<>();
    private Chat roof;

    @BeforeEach
    void annaAndBorisHaveAChat() {
        roof = await(chats.open(People.chat(ids.next()))).chat();
    }

    @Test
    void contentIsCountedInCodePointsAfterTrimming() {
        RuleSet rules = rules("");
        assertThat(await(rules.accept(command(roof.id(), ANNA, " " + "\uD83D\uDE00".repeat(4_000) + " "))))
                .isNotNull();
        assertThat(refusalCode(rules.accept(command(roof.id(), ANNA, "x".repeat(4_001)))))
                .isEqualTo(ErrorCode.MESSAGE_TOO_LONG);
        assertThat(refusalCode(rules.accept(command(roof.id(), ANNA, " \n\t")))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(await(rules.accept(with(media("https://a.example/1.png", "image/png", 9))))
                        .content())
                .isEmpty();
    }

    @Test
    void aSuspendedAccountDoesNotSend() {
        await(users.change(ANNA, new UserChange(Optional.empty(), Optional.empty(), Optional.of(true))));
        assertThat(refusalCode(rules("").accept(command(roof.id(), ANNA, "hello"))))
                .isEqualTo(ErrorCode.ACCOUNT_SUSPENDED);
    }

    @Test
    void aChatThatIsNotTheirsOrNotThereIsNotFoundWhateverTheMode() {
        assertThat(refusal(rules("").accept(command(roof.id(), CLARA, "hello"))).rule())
                .contains("participants");
        ChatId nowhere = new ChatId("nowhere");
        assertThat(refusalCode(rules("participants: { mode: off }").accept(command(nowhere, ANNA, "hello"))))
                .isEqualTo(ErrorCode.CHAT_NOT_FOUND);
    }

    @Test
    void onlyWhoMayStartWritesFirst() {
        assertThat(refusalCode(rules("").accept(command(roof.id(), BORIS, "hello"))))
                .isEqualTo(ErrorCode.CANNOT_START_CHAT);
        assertThat(refusalCode(rules("start: { who: provider }").accept(command(roof.id(), ANNA, "hello"))))
                .isEqualTo(ErrorCode.CANNOT_START_CHAT);
        assertThat(await(rules("start: { who: both }").accept(command(roof.id(), BORIS, "hello"))))
                .isNotNull();
        post(ANNA, "it leaks");
        assertThat(await(rules("").accept(command(roof.id(), BORIS, "where?")))).isNotNull();
    }

    /** The chat's {@code lastSeq} may lag behind the messages. */
    @Test
    void aLaggingChatDoesNotKeepAnyoneFromAnswering() {
        InMemoryMessages ahead = new InMemoryMessages(new InMemoryChats());
        await(ahead.append(People.draft(ids.next(), roof, ANNA, "it leaks", Optional.empty()), stored -> {}));
        RuleSet rules = ruleSet(ahead, CountedRate.unlimited(), RuleSettings.builtIn());
        assertThat(await(chats.find(roof.id())).orElseThrow().lastSeq()).isZero();
        assertThat(await(rules.accept(command(roof.id(), BORIS, "where?")))).isNotNull();
    }

    @Test
    void aBlockIsNotToldFromTheOtherSide() {
        await(users.block(BORIS, ANNA));
        assertThat(refusal(rules("").accept(command(roof.id(), ANNA, "hello"))).getMessage())
                .isEqualTo("the recipient is unavailable");
    }

    @Test
    void whoIsNotAnsweredWaitsOnceItIsEnforced() {
        for (int i = 0; i < 3; i++) {
            post(ANNA, "hello?");
        }
        assertThat(await(rules("").accept(command(roof.id(), ANNA, "hello?")))).isNotNull();
        assertThat(heard).contains("unanswered SHADOW REFUSED");
        RuleSet strict = rules("unanswered: { mode: enforce }");
        assertThat(refusalCode(strict.accept(command(roof.id(), ANNA, "hello?"))))
                .isEqualTo(ErrorCode.AWAITING_REPLY);
        post(BORIS, "yes?");
        assertThat(await(strict.accept(command(roof.id(), ANNA, "it leaks")))).isNotNull();
    }

    @Test
    void afterBookingContactDetailsAndUnansweredMessagesAreAllowed() {
        for (int i = 0; i < 3; i++) {
            post(ANNA, "hello?");
        }
        await(chats.change(roof.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), late -> {}));
        RuleSet strict = rules("unanswered: { mode: enforce }\ncontact-details: { mode: enforce, action: block }");
        assertThat(await(strict.accept(command(roof.id(), ANNA, "0176 1234567")))
                        .content())
                .isEqualTo("0176 1234567");
    }

    @Test
    void newConversationsAreCountedByTheirFirstMessage() {
        RuleSet strict = rules("new-conversations: { mode: enforce, per-day: 1 }");
        assertThat(await(strict.accept(command(roof.id(), ANNA, "it leaks")))).isNotNull();
        post(ANNA, "it leaks");
        assertThat(await(strict.accept(command(roof.id(), ANNA, "badly")))).isNotNull();
        Chat door = await(chats.open(People.chat(ids.next()))).chat();
        assertThat(refusalCode(strict.accept(command(door.id(), ANNA, "it sticks"))))
                .isEqualTo(ErrorCode.NEW_CONVERSATION_LIMIT);
    }

    @Test
    void contactDetailsAreMaskedOrRefused() {
        SendMessage mail = command(roof.id(), ANNA, "write to a@b.example");
        assertThat(await(rules("").accept(mail)).content()).isEqualTo("write to a@b.example");
        assertThat(heard).contains("contact-details SHADOW MASKED");
        Accepted masked = await(rules("contact-details: { mode: enforce }").accept(mail));
        assertThat(masked.content()).isEqualTo("write to ***");
        assertThat(masked.masked()).containsExactly("email");
        assertThat(refusalCode(rules("contact-details: { mode: enforce, action: block }")
                        .accept(mail)))
                .isEqualTo(ErrorCode.CONTACT_DETAILS_BLOCKED);
    }

    @Test
    void attachmentsAreOfAllowedTypesHostsAndSizes() {
        RuleSet rules = rules("attachments: { hosts: [cdn.example] }");
        assertThat(await(rules.accept(with(media("https://a.cdn.example/1.png", "image/png", 9)))))
                .isNotNull();
        assertThat(refusalCode(rules.accept(with(media("https://evilcdn.example/1.png", "image/png", 9)))))
                .isEqualTo(ErrorCode.ATTACHMENT_NOT_ALLOWED);
        assertThat(refusalCode(rules("").accept(with(media("javascript:alert(1)", "image/png", 9)))))
                .isEqualTo(ErrorCode.ATTACHMENT_NOT_ALLOWED);
        assertThat(refusalCode(rules("").accept(with(media("https://a.example/x", "text/html", 9)))))
                .isEqualTo(ErrorCode.ATTACHMENT_NOT_ALLOWED);
        assertThat(refusalCode(rules("").accept(with(media("https://a.example/x", "image/png", 10_485_761)))))
                .isEqualTo(ErrorCode.ATTACHMENT_TOO_LARGE);
        Media one = media("https://a.example/1.png", "image/png", 9);
        assertThat(refusalCode(
                        rules("").accept(with(Collections.nCopies(11, one).toArray(Media[]::new)))))
                .isEqualTo(ErrorCode.ATTACHMENT_NOT_ALLOWED);
    }

    @Test
    void whatIsRefusedTakesNothingFromTheRate() {
        CountedRate one = new CountedRate(1);
        RuleSet rules = ruleSet(messages, one, RuleSettings.builtIn());
        assertThat(refusalCode(rules.accept(command(roof.id(), BORIS, "hello"))))
                .isEqualTo(ErrorCode.CANNOT_START_CHAT);
        assertThat(await(one.peek(BORIS)).remaining()).isEqualTo(1);
        await(rules.accept(command(roof.id(), ANNA, "hello")));
        assertThat(refusal(rules.accept(command(roof.id(), ANNA, "hello"))).retryAfter())
                .isPresent();
    }

    @Test
    void anUnreachableRateLetsPassAndIsCounted() {
        RuleSet rules = ruleSet(messages, new AwayRate(), RuleSettings.builtIn());
        assertThat(await(rules.accept(command(roof.id(), ANNA, "hello")))).isNotNull();
        assertThat(heard).contains("rate ENFORCE UNDECIDED");
        assertThat(await(rules.allowance(roof, ANNA)).canSend()).isTrue();
    }

    /** Its store accepts requests and does not answer. */
    @Test
    void aRateWhoseStoreHangsLetsPass() {
        RateLimiter hanging = new RateLimiter() {
            @Override
            public CompletionStage<RateDecision> tryTake(UserId user) {
                return new CompletableFuture<>();
            }

            @Override
            public CompletionStage<RateDecision> peek(UserId user) {
                return new CompletableFuture<>();
            }
        };
        RuleSet rules = ruleSet(messages, hanging, RuleSettings.builtIn());
        assertThat(await(rules.accept(command(roof.id(), ANNA, "hello")))).isNotNull();
        assertThat(heard).contains("rate ENFORCE UNDECIDED");
        assertThat(await(rules.allowance(roof, ANNA)).canSend()).isTrue();
        assertThat(await(rules.explain(command(roof.id(), ANNA, "hello")))).isNotEmpty();
    }

    @Test
    void whatJavaScriptTrimsIsBlank() {
        assertThat(refusalCode(rules("").accept(command(roof.id(), ANNA, "\u00A0\uFEFF\u2007\u202F"))))
                .isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(await(rules("").accept(command(roof.id(), ANNA, "\u00A0hello\u2028")))
                        .content())
                .isEqualTo("hello");
    }

    @Test
    void aSystemMessageIsHeldToItsFormOnly() {
        await(users.block(BORIS, ANNA));
        await(chats.change(roof.id(), Optional.empty(), Optional.of(Chat.Status.CLOSED), late -> {}));
        RuleSet rules = ruleSet(
                messages, new CountedRate(0), RulesFile.parse("contact-details: { mode: enforce, action: block }"));
        assertThat(await(rules.accept(system("write to anna@example.com", Map.of())))
                        .content())
                .isEqualTo("write to anna@example.com");
        assertThat(refusalCode(rules.accept(system(" ", Map.of())))).isEqualTo(ErrorCode.INVALID_PAYLOAD);
        assertThat(await(rules.accept(system("", Map.of("change", "price")))).data())
                .containsEntry("change", "price");
        assertThat(await(rules.explain(system("booked", Map.of())))).allMatch(Decision::allowed);
    }

    @Test
    void whatTheSystemSaysNeitherStartsNorAnswersAConversation() {
        RuleSet rules = rules("unanswered: { mode: enforce, max: 2 }");
        postOfTheSystem();
        assertThat(refusalCode(rules.accept(command(roof.id(), BORIS, "hello"))))
                .isEqualTo(ErrorCode.CANNOT_START_CHAT);
        post(ANNA, "one");
        postOfTheSystem();
        assertThat(await(chats.countStarted(ANNA, People.NOON))).isEqualTo(1);
        post(ANNA, "two");
        postOfTheSystem();
        assertThat(refusalCode(rules.accept(command(roof.id(), ANNA, "three")))).isEqualTo(ErrorCode.AWAITING_REPLY);
        assertThat(await(rules.accept(command(roof.id(), BORIS, "four")))).isNotNull();
    }

    @Test
    void contactDetailsInTheDataOfAParticipantAreMaskedAndThoseOfAServiceStay() {
        RuleSet rules = rules("contact-details: { mode: enforce, action: mask }");
        Map<String, Object> data = Map.of("offer", Map.of("notes", List.of("write to anna@example.com", 40)));
        Accepted ofClient = await(rules.accept(custom(data, false)));
        assertThat(ofClient.data()).isEqualTo(Map.of("offer", Map.of("notes", List.of("write to ***", 40))));
        assertThat(ofClient.masked()).containsExactly("email");
        assertThat(await(rules.accept(custom(data, true))).data()).isEqualTo(data);
    }

    @Test
    void rulesAreChangedWhileRunning() {
        RuleSet rules = rules("");
        rules.use(RulesFile.parse("start: { mode: shadow }"));
        assertThat(await(rules.accept(command(roof.id(), BORIS, "hello")))).isNotNull();
        assertThat(heard).contains("start SHADOW REFUSED");
    }

    @Test
    void anExplanationSaysWhatEveryRuleSays() {
        await(users.block(BORIS, ANNA));
        List<Decision> said = await(rules("").explain(command(roof.id(), BORIS, "")));
        assertThat(said)
                .extracting(Decision::rule)
                .containsExactly(
                        "payload",
                        "account",
                        "participants",
                        "chat-state",
                        "start",
                        "block",
                        "unanswered",
                        "new-conversations",
                        "contact-details",
                        "attachments",
                        "rate",
                        "hook");
        assertThat(said)
                .filteredOn(decision -> !decision.allowed())
                .extracting(Decision::rule)
                .containsExactly("payload", "start", "block");
        assertThat(heard).isEmpty();
    }

    private RuleSet rules(String yaml) {
        return ruleSet(messages, CountedRate.unlimited(), RulesFile.parse(yaml));
    }

    private void hear(String rule, Mode mode, RuleListener.Outcome outcome) {
        heard.add(rule + " " + mode + " " + outcome);
    }

    private Message post(UserId sender, String content) {
        return await(messages.append(People.draft(ids.next(), roof, sender, content, Optional.empty()), stored -> {}))
                .message();
    }

    private void postOfTheSystem() {
        await(messages.append(People.systemDraft(ids.next(), roof, "booked", Optional.empty()), stored -> {}));
    }

    private SendMessage system(String content, Map<String, Object> data) {
        return new SendMessage(roof.id(), CLARA, content, MessageType.SYSTEM, List.of(), data, Optional.empty(), true);
    }

    private SendMessage custom(Map<String, Object> data, boolean byService) {
        return new SendMessage(roof.id(), ANNA, "", MessageType.CUSTOM, List.of(), data, Optional.empty(), byService);
    }

    private SendMessage with(Media... media) {
        return new SendMessage(roof.id(), ANNA, "", MessageType.IMAGE, List.of(media), Optional.empty());
    }

    private static Media media(String url, String type, long size) {
        return new Media(url, Optional.of(type), Optional.empty(), Optional.of(size));
    }

    /** A limiter whose store is unavailable. */
    private static final class AwayRate implements RateLimiter {

        @Override
        public CompletionStage<RateDecision> tryTake(UserId user) {
            return CompletableFuture.failedStage(new StorageException("unavailable", null));
        }

        @Override
        public CompletionStage<RateDecision> peek(UserId user) {
            return tryTake(user);
        }
    }

    private RuleSet ruleSet(MessageRepository stored, RateLimiter rate, RuleSettings settings) {
        return new RuleSet(chats, stored, users, rate, MessageHook.none(), this::hear, new MovableClock(), settings);
    }
}
