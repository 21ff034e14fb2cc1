package dev.parley.presence;

/**
 * A user's choice whether to appear online.
 *
 * @param chosenAt when, in milliseconds by the registry's clock; 0 until the registry has it
 */
public record Visibility(boolean visible, long chosenAt) {

    static Visibility chosenNow(boolean visible) {
        return new Visibility(visible, 0);
    }
}
