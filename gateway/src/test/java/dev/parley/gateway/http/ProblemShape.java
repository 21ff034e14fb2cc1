package dev.parley.gateway.http;

import dev.parley.core.error.ErrorCode;

/** Lets the documents see what stays inside the package. */
public final class ProblemShape {
    public static final Class<?> TYPE = Problem.class;

    private ProblemShape() {}

    public static int statusOf(ErrorCode code) {
        return Problem.statusOf(code);
    }
}
