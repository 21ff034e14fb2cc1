package dev.parley.presence;

/** The name of a gateway process. An operator may choose it, so a later process may bear the same name. */
public record NodeId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
