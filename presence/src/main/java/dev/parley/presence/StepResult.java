package dev.parley.presence;

import java.util.Optional;

/**
 * The registry's answer to a step.
 *
 * @param announced the status of the user after the step
 * @param change what this step changed; returned again when the step is repeated
 * @param socketsBefore what the registry held for this node and user before the step
 * @param visibility the latest choice of the user, if there is one
 */
public record StepResult(
        AnnouncedStatus announced,
        Optional<PresenceChange> change,
        int socketsBefore,
        Optional<Visibility> visibility) {}
