package dev.parley.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock on the directory of a store. The operating system releases it, however the process ends. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /** Locks the directory and creates it if it is missing. The message of the exception is one line for the user. */
    static DirectoryLock of(Path directory) {
        try {
            Files.createDirectories(directory);
            var file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                throw new EmbeddedStoreException(directory + " is in use by another Parley; choose another --data-dir");
            }
            return new DirectoryLock(file);
        } catch (IOException e) {
            throw new EmbeddedStoreException("cannot use " + directory + ": " + e, e);
        }
    }

    private static FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new EmbeddedStoreException("cannot unlock: " + e, e);
        }
    }
}
