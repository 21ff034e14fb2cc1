package dev.parley.gateway.admin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.parley.core.text.Sha256;
import dev.parley.core.yaml.YamlFileException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The users of the Admin UI: lines of {@code name:hash} with bcrypt hashes, as {@code htpasswd -B} writes them. Lines that begin with
 * {@code #} are comments.
 */
public final class AdminUsers {
    private static final Pattern LINE = Pattern.compile("([^:\\s]{1,128}):(\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53})");
    private static final int MIN_COST = 8;
    private static final int MAX_COST = 14;
    private static final int MAX_USERS = 50;
    /** The longest password that bcrypt takes. */
    private static final int MAX_PASSWORD_BYTES = 72;
    /** A salt and a digest of no password. */
    private static final String NO_PASSWORD = "abcdefghijklmnopqrstuuVLlnTG9p0DsXKYX0Hkr1F3LRCMcvZ6m";

    /** Of the cost in a hash, behind {@code $2y$}. */
    private static final int COST = 4;

    private static final int COST_END = 6;

    private final Map<String, byte[]> hashes;
    /** What the password of an unknown user is compared with, so that it takes as long as the most expensive hash. */
    private final byte[] nobody;

    private AdminUsers(Map<String, byte[]> hashes, int cost) {
        this.hashes = Map.copyOf(hashes);
        this.nobody = ("$2y$%02d$".formatted(cost) + NO_PASSWORD).getBytes(StandardCharsets.US_ASCII);
    }

    /** Throws {@link YamlFileException} and nothing else for what is not valid. */
    public static AdminUsers parse(String file) {
        Map<String, byte[]> hashes = new LinkedHashMap<>();
        List<String> lines = file.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(hashes, line, i + 1);
            }
        }
        if (hashes.isEmpty() || hashes.size() > MAX_USERS) {
            throw new YamlFileException(1, "1 to " + MAX_USERS + " users are needed, one NAME:HASH a line");
        }
        return new AdminUsers(
                hashes,
                hashes.values().stream().mapToInt(AdminUsers::costOf).max().orElseThrow());
    }

    /** Deliberate: the message does not repeat the line, which may be a password. */
    private static void add(Map<String, byte[]> hashes, String line, int number) {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new YamlFileException(
                    number, "must be NAME:HASH with a bcrypt hash, as htpasswd -nbBC 10 NAME writes it");
        }
        byte[] hash = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
        int cost = costOf(hash);
        if (cost < MIN_COST || cost > MAX_COST) {
            throw new YamlFileException(number, "the cost of the hash must be " + MIN_COST + " to " + MAX_COST);
        }
        hashes.put(matcher.group(1), hash);
    }

    private static int costOf(byte[] hash) {
        return Integer.parseInt(new String(hash, COST, COST_END - COST, StandardCharsets.US_ASCII));
    }

    /** Takes as long for an unknown user as for a wrong password: about 60 ms of CPU at a cost of 10. */
    boolean isValid(String user, String password) {
        byte[] entered = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = hashes.getOrDefault(user, nobody);
        boolean isTooLong = entered.length > MAX_PASSWORD_BYTES;
        boolean matches = BCrypt.verifyer().verify(isTooLong ? new byte[1] : entered, hash).verified;
        return matches && !isTooLong && hashes.containsKey(user);
    }

    /** Changes when a user or password changes: a session is valid for the users with whom it began. */
    byte[] fingerprint() {
        return Sha256.of(hashes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(user -> Stream.of(user.getKey().getBytes(StandardCharsets.UTF_8), user.getValue()))
                .toArray(byte[][]::new));
    }
}
