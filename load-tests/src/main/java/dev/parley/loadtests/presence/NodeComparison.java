package dev.parley.loadtests.presence;

/**
 * The answers of all nodes about all users whose state is stable, compared with each other and with the truth.
 *
 * @param users that were compared
 * @param disagreements users for which nodes gave different answers
 * @param wrongAnswers answers that differ from the truth
 * @param wrongViews users that an observer has wrong, summed over observers
 * @param unanswered nodes and groups of users for which there was no answer
 */
record NodeComparison(long users, long disagreements, long wrongAnswers, long wrongViews, long unanswered) {

    boolean isRight() {
        return disagreements == 0 && wrongAnswers == 0 && wrongViews == 0 && unanswered == 0;
    }

    NodeComparison plus(NodeComparison other) {
        return new NodeComparison(
                users + other.users,
                disagreements + other.disagreements,
                wrongAnswers + other.wrongAnswers,
                wrongViews + other.wrongViews,
                unanswered + other.unanswered);
    }
}
