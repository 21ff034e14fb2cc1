package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Which users are online in the whole cluster, as seen from one node. Each method is one atomic step per user or shard, and may
 * be repeated: a step that is executed twice, or late, changes nothing that a newer step set. Announcing what a step changed is
 * the caller's next line. Stages fail with {@code StorageException} and nothing else; a failed step may have been executed.
 */
public interface PresenceRegistry {

    /**
     * Sets how many sockets this node has of a user. 0 starts the grace: the offline change comes from {@link #sweep()} when
     * the user did not reconnect in time. Steps of one user are sent one after the other.
     */
    CompletionStage<StepResult> report(PresenceReport report);

    /**
     * Makes a user appear offline until set visible again or until the last connection closes. The latest choice wins, also when
     * an earlier one is told again.
     *
     * @param step as in {@link PresenceReport}
     */
    CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step);

    /** One entry per requested user, the same on every node. */
    CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users);

    /**
     * Renews this node's lease. Completes with false when the registry lost what this node reported, or declared it dead, since the
     * last call: then everything has to be compared with {@link #registered}.
     */
    CompletionStage<Boolean> renewLease();

    /**
     * Ends what is over: graces that ran out, nodes whose lease lapsed. One call at a time per node. A node without a valid lease
     * ends nothing, and after an interruption of the registry every node has the time of a lease to renew first. Each change is
     * returned to one node and acknowledged by its next call; until then it is returned again, with the same version, also to
     * another node if this one dies. Bounded work per call.
     */
    CompletionStage<List<PresenceChange>> sweep();

    /** Number of parts into which users are divided. */
    int shards();

    int shardOf(UserId user);

    /** What the registry holds about this node's users in one shard. */
    CompletionStage<Map<UserId, RegisteredUser>> registered(int shard);
}
