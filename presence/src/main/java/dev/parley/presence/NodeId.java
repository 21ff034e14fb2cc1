package dev.parley.presence;

/** Names one run of one gateway process; never used again by a later run. */
public record NodeId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
