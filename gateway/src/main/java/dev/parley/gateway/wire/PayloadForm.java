package dev.parley.gateway.wire;

/** A JSON form in which the payload of a client event is accepted. */
public enum PayloadForm {
    /** A plain string: the first component of the payload record. */
    TEXT,
    /** An array of strings: the first list among the components of the payload record. */
    LIST,
    /** An object with the components of the payload record as fields; unknown fields are ignored. */
    OBJECT
}
