package dev.parley.gateway.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/** The JVM's and Netty's own meters. */
public final class RuntimeMeters {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Binds them; once per registry. */
    public void start(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        bufferMemory(registry);
    }

    /** May be called twice. */
    public void stop() {
        collections.close();
    }

    private static void bufferMemory(MeterRegistry registry) {
        ByteBufAllocatorMetric memory = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        Gauge.builder("parley.buffer.memory", memory, ByteBufAllocatorMetric::usedDirectMemory)
                .description("Memory that Netty's allocator holds")
                .baseUnit("bytes")
                .tag("area", "direct")
                .register(registry);
        Gauge.builder("parley.buffer.memory", memory, ByteBufAllocatorMetric::usedHeapMemory)
                .description("Memory that Netty's allocator holds")
                .baseUnit("bytes")
                .tag("area", "heap")
                .register(registry);
    }
}
