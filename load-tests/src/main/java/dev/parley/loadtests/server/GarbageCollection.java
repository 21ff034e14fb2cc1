package dev.parley.loadtests.server;

import java.io.IOException;

/** Ways to make a server collect its garbage before its resident memory is read. */
public enum GarbageCollection {
    /** The server has no garbage. */
    NONE {
        @Override
        void ask(ServerProcess server) {}
    },
    BY_JCMD {
        @Override
        void ask(ServerProcess server) throws IOException, InterruptedException {
            new ProcessBuilder("jcmd", Long.toString(server.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    },
    BY_SIGNAL {
        @Override
        void ask(ServerProcess server) throws IOException, InterruptedException {
            server.signal("USR2");
        }
    };

    private static final int TIMES = 3;
    private static final long PAUSE_MS = 1000;

    abstract void ask(ServerProcess server) throws IOException, InterruptedException;

    /** Collects several times, because collectors return memory to the system in steps. */
    public void collect(ServerProcess server) throws IOException, InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            ask(server);
            Thread.sleep(PAUSE_MS);
        }
    }
}
