# The image of a gateway. It copies the jars that ./parley runs; build them first:
#   ./parley --version && docker build -t parley .              # --build-arg JAVA=25 for Java 25
ARG JAVA=17
FROM eclipse-temurin:${JAVA}-jre AS jars
COPY gateway/target/app/lib/ /jars/libraries/
# Fixed times: the same libraries give the same layer, whenever they were copied.
RUN mkdir /jars/parley \
    && mv /jars/libraries/parley-*.jar /jars/parley/ \
    && find /jars -exec touch --date=@0 {} +

FROM eclipse-temurin:${JAVA}-jre
# Numeric ids, which Kubernetes can check (runAsNonRoot).
RUN groupadd --gid 10001 parley \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin parley \
    && mkdir --parents /var/lib/parley \
    && chown 10001:10001 /var/lib/parley

# The libraries change seldom and are most of the image: a change of our own code replaces the second layer only.
COPY gateway/jvm.options /opt/parley/
COPY --from=jars /jars/libraries/ /opt/parley/lib/
COPY --from=jars /jars/parley/ /opt/parley/lib/

USER 10001:10001
WORKDIR /var/lib/parley
ENV PARLEY_LOG=json
EXPOSE 5000 8080 9090

# bash can open TCP connections: no curl is needed.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=2 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PARLEY_OPS_PORT:-9090} && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 2 answer <&3 && [[ $answer == *' 200 '* ]]"]

# Exec form: java receives the signals, and SIGTERM drains the node.
ENTRYPOINT ["java", "@/opt/parley/jvm.options", "-cp", "/opt/parley/lib/*", "dev.parley.gateway.Main"]
