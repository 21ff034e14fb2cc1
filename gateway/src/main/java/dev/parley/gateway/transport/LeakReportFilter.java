package dev.parley.gateway.transport;

import io.netty.util.HashedWheelTimer;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

/**
 * Excludes one false positive from Netty's leak reports: with each server netty-socketio creates its default pipeline, which is
 * replaced by ours, and never stops its timer. The timer was never started and holds no thread. Everything else is reported.
 */
public final class LeakReportFilter extends ResourceLeakDetectorFactory {
    private final ResourceLeakDetectorFactory others;

    private LeakReportFilter(ResourceLeakDetectorFactory others) {
        this.others = others;
    }

    /** For the process; before its first timer. */
    public static synchronized void leaveOutOfLeakReports() {
        ResourceLeakDetectorFactory current = ResourceLeakDetectorFactory.instance();
        if (!(current instanceof LeakReportFilter)) {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new LeakReportFilter(current));
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the one method that is asked, in Netty 4.2 still
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        return resource == HashedWheelTimer.class
                ? new Silent<>(resource, samplingInterval)
                : others.newResourceLeakDetector(resource, samplingInterval);
    }

    private static final class Silent<T> extends ResourceLeakDetector<T> {
        Silent(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return false;
        }
    }
}
