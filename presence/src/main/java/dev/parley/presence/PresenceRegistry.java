package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Who is online in the whole cluster. Each method is one atomic step that returns what it changed; telling others is the
 * caller's next line. Stages fail with {@code StorageException} and nothing else.
 */
public interface PresenceRegistry {

    /**
     * This node now has {@code sockets} sockets of the user. An absolute number, so that repeating it is harmless. Going to
     * 0 starts the grace: the offline change comes from {@link #sweep()} when nobody came back in time.
     */
    CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets);

    /**
     * This node has sent the user's sockets away: as {@code report(user, 0)}, but with the longer grace of a hand-over, since who
     * was told to go needs the time to come back elsewhere.
     */
    CompletionStage<Optional<PresenceChange>> handOver(UserId user);

    /** False: appear offline until set true again or the last connection goes. */
    CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible);

    /** One entry per user asked for, read at once and the same on every node. */
    CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users);

    /** Renews this node's lease. Completes with false when the lease had lapsed or was lost: report every user again. */
    CompletionStage<Boolean> renewLease();

    /**
     * Ends what is over: graces that ran out, nodes whose lease lapsed. Any node may call it at any time, one call at a time
     * per node. Each change is returned to one node, whose next call says that it heard; if the answer was lost or the node
     * died before that, the change is returned again, with the same version. Bounded work per call.
     */
    CompletionStage<List<PresenceChange>> sweep();
}
