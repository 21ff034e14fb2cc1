package dev.parley.loadtests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A benchmark takes its ports long before the last of its servers listens. */
class PortsTest {

    private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    @Test
    void noPortIsReturnedTwice() {
        List<Integer> ports = Stream.generate(Ports::free).limit(2_000).toList();
        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void noOutgoingConnectionCanTakeAPort() throws Exception {
        int firstOutgoing = Files.exists(OUTGOING)
                ? Integer.parseInt(Files.readAllLines(OUTGOING).get(0).split("\\s+")[0])
                : 32_768;
        assertThat(Stream.generate(Ports::free).limit(2_000)).allMatch(port -> port < firstOutgoing);
    }
}
