package dev.parley.gateway.config;

/** A command beside running a gateway, such as {@code parley doctor}: a picocli command with its own options. */
public interface Subcommand {

    /** Returns the exit code. Blocks. */
    int run() throws InterruptedException;
}
