# The image of a gateway. It needs a Docker engine and nothing else:
#   docker build -t parley .
# The build starts a gateway and loads it for half a minute, so that the JVM of the image starts warm.
# For several architectures (docs/OPERATIONS.md): Maven runs on the machine that builds, because jars fit every architecture; the
# training runs on each architecture of the image, because an AOT cache fits one. Builders without BuildKit set no BUILDPLATFORM.
FROM --platform=${BUILDPLATFORM:-linux} maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --no-transfer-progress -pl gateway -am -Papp,sbom -DskipTests -Dspotless.skip package
# Fixed times: the same jars give the same layer, whenever they were built.
RUN mkdir /jars \
    && mv gateway/target/app/lib /jars/libraries \
    && mkdir /jars/parley \
    && mv /jars/libraries/parley-*.jar /jars/parley/ \
    && find /jars gateway/target/app -exec touch --date=@0 {} +

FROM eclipse-temurin:25-jre AS gateway
# Numeric ids, which Kubernetes can check (runAsNonRoot).
RUN groupadd --gid 10001 parley \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin parley \
    && mkdir --parents /var/lib/parley \
    && chown 10001:10001 /var/lib/parley

# The libraries change seldom and are most of the image: a change of our own code replaces the later layers only.
COPY gateway/jvm.options /opt/parley/
COPY --from=build /jars/libraries/ /opt/parley/lib/
COPY --from=build /jars/parley/ /opt/parley/lib/
# An AOT cache fits one class path, so the order of the jars is written down.
RUN ["bash", "-c", "jars=(/opt/parley/lib/*.jar); IFS=:; echo \"-cp ${jars[*]}\" >/opt/parley/classpath.options"]

# The AOT cache: loaded classes and method profiles of a gateway under load, beside embedded stores.
FROM gateway AS training
# Fewer where the architecture is emulated.
ARG TRAINING_PAIRS=60
COPY --from=build /src/gateway/target/app/embedded/ /training/embedded/
COPY gateway/jvm.options /training/gateway/
COPY deploy/jvm-cache /training/deploy/
RUN ["bash", "-c", "java -cp '/opt/parley/lib/*:/training/embedded/*' dev.parley.embedded.EmbeddedStoresMain /training/stores bash /training/deploy/jvm-cache make java $(cut -c5- /opt/parley/classpath.options) 25 --redis {redis} --mongo {mongo} && mv /training/gateway/target/jvm-cache/*.aot /training/parley.aot"]

FROM gateway
COPY --from=training /training/parley.aot /opt/parley/
# CycloneDX: every library of the image.
COPY --from=build /src/gateway/target/app/sbom.json /opt/parley/

USER 10001:10001
WORKDIR /var/lib/parley
ENV PARLEY_LOG=json
EXPOSE 5000 8080 9090

# bash can open TCP connections: no curl is needed.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=2 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PARLEY_OPS_PORT:-9090} && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 2 answer <&3 && [[ $answer == *' 200 '* ]]"]

# Exec form: java receives the signals, and SIGTERM drains the node. A cache that does not fit is ignored without a word.
ENTRYPOINT ["java", "@/opt/parley/jvm.options", "@/opt/parley/classpath.options", "--sun-misc-unsafe-memory-access=allow", "-XX:AOTCache=/opt/parley/parley.aot", "-Xlog:aot=off", "-Xlog:aot*=off", "dev.parley.gateway.Main"]
