package dev.parley.gateway.acceptance;

import dev.parley.testing.FreePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A bash script that does what a reader of a document does: the blocks in their order, in one folder and one shell. */
final class DocumentScript {
    private static final Pattern PORT = Pattern.compile("(?<![\\w.])(5000|5001|8080|8081|9090|9091|6379)(?!\\d)");
    private static final List<String> FIRST_PORTS = List.of("5000", "8080", "9090");

    private static final String HEAD = """
            set -euo pipefail
            pids=()
            stop_all() {
              set +e
              for pid in ${pids[@]+"${pids[@]}"}; do kill -TERM -- "-$pid" 2>/dev/null; done
              for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" 2>/dev/null; done
              pids=()
              set -e
            }
            finish() {
              code=$?
              trap - EXIT
              stop_all
              kill "$watcher" 2>/dev/null
              [[ $code == 0 ]] || { echo "failed at line $line"; tail -n 40 *.log; }
              exit "$code"
            }
            trap finish EXIT
            trap 'exit 143' TERM INT
            # Ends everything when the test run ends, in any way.
            exec 3<&0
            ( cat <&3 >/dev/null; kill -TERM $$ ) 2>/dev/null & watcher=$!
            set -m
            line=0
            eventually() {
              local tries
              for ((tries = 0; tries < 600; tries++)); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done
              echo "not within two minutes: $*"
              return 1
            }
            shows() { grep -qF -e "$2" "$1.log" || { echo "$1 does not show: $2"; return 1; }; }
            is_open() { (exec 4<>"/dev/tcp/127.0.0.1/$1"); }
            """;

    private final Map<String, String> ports = new LinkedHashMap<>();
    private final StringBuilder script = new StringBuilder(HEAD);

    private DocumentScript() {
        for (String first : FIRST_PORTS) {
            int free = FreePort.firstOf(2);
            ports.put(first, "" + free);
            ports.put("" + (Integer.parseInt(first) + 1), "" + (free + 1));
        }
        ports.put("6379", "" + FreePort.next());
        script.append("export PARLEY_HOST=127.0.0.1 PARLEY_PORT=%s PARLEY_HTTP_PORT=%s PARLEY_OPS_PORT=%s\n"
                .formatted(ports.get("5000"), ports.get("8080"), ports.get("9090")));
    }

    /** Ports of the document are replaced by free ones. */
    static String of(List<DocumentBlock> blocks) {
        DocumentScript made = new DocumentScript();
        blocks.forEach(made::add);
        return made.script.toString();
    }

    private void add(DocumentBlock block) {
        String text = withFreePorts(block.text());
        script.append("line=").append(block.line()).append('\n');
        switch (block.marker()) {
            case "file" ->
                script.append("cat >%s <<'END_OF_FILE'\n%s\nEND_OF_FILE\n"
                        .formatted(block.clauses().get(0), text));
            case "expect" -> expect(block);
            case "run" -> run(block, text);
            default -> {}
        }
    }

    private void expect(DocumentBlock block) {
        String[] logAndText = String.join(", ", block.clauses()).split(" shows ", 2);
        script.append("eventually shows %s %s\n".formatted(logAndText[0], quoted(logAndText[1])));
    }

    private void run(DocumentBlock block, String text) {
        if (block.has("after stopping the gateway")) {
            script.append("stop_all\n");
        }
        block.after("needs").ifPresent(program -> script.append("if command -v %s; then\n".formatted(program)));
        if (block.has("background")) {
            background(block, text);
        } else {
            String log = "block-" + block.line();
            script.append("{\n%s\n} >%s.log 2>&1\n".formatted(text, log));
            block.after("shows").ifPresent(shown -> script.append("shows %s %s\n".formatted(log, quoted(shown))));
        }
        block.after("needs").ifPresent(program -> script.append("fi\n"));
    }

    private void background(DocumentBlock block, String text) {
        String log = block.after("log").orElse("block-" + block.line());
        script.append("(\n%s\n) >%s.log 2>&1 &\npids+=($!)\n".formatted(text, log));
        block.after("until").map(this::withFreePorts).ifPresent(until -> {
            if (until.startsWith("it shows ")) {
                script.append("eventually shows %s %s\n".formatted(log, quoted(until.substring("it shows ".length()))));
            } else if (until.startsWith("port ")) {
                script.append("eventually is_open %s\n".formatted(until.substring("port ".length())));
            } else {
                script.append("eventually curl -sf %s\n".formatted(until));
            }
        });
    }

    private String withFreePorts(String text) {
        return PORT.matcher(text).replaceAll(found -> ports.get(found.group()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
