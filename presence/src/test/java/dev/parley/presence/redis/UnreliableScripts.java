package dev.parley.presence.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.misc.CompletableFutureWrapper;

/**
 * Runs scripts on a real Redis through a network that, while it is told to, loses requests and answers, sends requests twice, and
 * delivers copies late and in any order. Everything happens on the calling thread.
 */
public final class UnreliableScripts {
    private final RScript redis;
    private final Random random;
    private final List<Runnable> late = new ArrayList<>();
    private boolean isUnreliable;
    private boolean isCut;
    private boolean keepsEverything;

    public UnreliableScripts(RScript redis, Random random) {
        this.redis = redis;
        this.random = random;
    }

    public void unreliable(boolean on) {
        isUnreliable = on;
    }

    /** While cut, nothing is executed; some of it is when the network is back. */
    public void cut(boolean on) {
        isCut = on;
    }

    /** While on, each request is lost for the caller and delivered late. */
    public void loseAndKeep(boolean on) {
        keepsEverything = on;
    }

    /** Executes one of the late copies. */
    public void deliverOneLate() {
        if (!isCut && !late.isEmpty()) {
            late.remove(random.nextInt(late.size())).run();
        }
    }

    public RScript scripts() {
        return (RScript) Proxy.newProxyInstance(
                RScript.class.getClassLoader(),
                new Class<?>[] {RScript.class},
                (proxy, method, arguments) -> evaluate(() -> {
                    try {
                        return ((RFuture<?>) method.invoke(redis, arguments))
                                .toCompletableFuture()
                                .get();
                    } catch (InvocationTargetException thrown) {
                        throw new IllegalStateException(thrown.getCause());
                    }
                }));
    }

    private RFuture<Object> evaluate(Callable<Object> script) throws Exception {
        if (keepsEverything) {
            return lostAndLate(script);
        }
        if (isCut) {
            return random.nextBoolean() ? lostAndLate(script) : lost();
        }
        if (!isUnreliable) {
            return answered(script);
        }
        return switch (random.nextInt(6)) {
            case 0 -> lost();
            case 1 -> lostAndLate(script);
            case 2 -> {
                script.call();
                yield lost();
            }
            case 3 -> {
                late.add(() -> runQuietly(script));
                script.call();
                yield lost();
            }
            case 4 -> {
                script.call();
                yield answered(script);
            }
            default -> answered(script);
        };
    }

    private RFuture<Object> lostAndLate(Callable<Object> script) {
        late.add(() -> runQuietly(script));
        return lost();
    }

    private static void runQuietly(Callable<Object> script) {
        try {
            script.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RFuture<Object> answered(Callable<Object> script) throws Exception {
        return new CompletableFutureWrapper<>(CompletableFuture.completedFuture(script.call()));
    }

    private static RFuture<Object> lost() {
        return new CompletableFutureWrapper<>(
                CompletableFuture.failedFuture(new IllegalStateException("no answer in time")));
    }
}
