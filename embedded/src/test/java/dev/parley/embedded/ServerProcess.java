package dev.parley.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@link MongoServerMain} in a JVM of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String address;

    private ServerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static ServerProcess start(Path directory) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MongoServerMain.class.getName(),
                        "127.0.0.1",
                        "0",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = process.inputReader(StandardCharsets.UTF_8);
        String line = "";
        while (line != null && !line.startsWith("listening ")) {
            line = output.readLine();
        }
        drain(output);
        return new ServerProcess(process, String.valueOf(line).substring("listening ".length()));
    }

    /** A full pipe would stop the process. */
    private static void drain(BufferedReader output) {
        Thread reader = new Thread(() -> output.lines().forEach(printed -> {}), "drain");
        reader.setDaemon(true);
        reader.start();
    }

    String address() {
        return address;
    }

    /** Writes beyond this size fail from now on. */
    void limitFilesTo(String bytes) throws IOException, InterruptedException {
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes + ":unlimited")
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
