package dev.parley.gateway.acceptance;

import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A Redis 7 in a container, where a Docker engine answers and has the image: nothing is pulled. */
final class RedisContainer extends StageRedis {
    private static final DockerImageName IMAGE = DockerImageName.parse("redis:7.2");
    private static final int PORT = 6379;

    private final GenericContainer<?> container = new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withImagePullPolicy(image -> false)
            .waitingFor(Wait.forLogMessage(".*Ready to accept connections.*", 1));

    RedisContainer() {
        container.start();
    }

    static boolean canRun() {
        return DockerClientFactory.instance().isDockerAvailable() && hasImage();
    }

    private static boolean hasImage() {
        return DockerClientFactory.lazyClient().listImagesCmd().exec().stream()
                .map(image -> image.getRepoTags())
                .anyMatch(tags -> tags != null && List.of(tags).contains(IMAGE.asCanonicalNameString()));
    }

    @Override
    String address() {
        return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    @Override
    public void close() {
        container.stop();
    }
}
