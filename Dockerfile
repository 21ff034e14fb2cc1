# The image of a gateway. It takes the jars that ./parley runs, so build those first:
#   ./parley --version && docker build -t parley .
FROM eclipse-temurin:17-jre AS jars
COPY gateway/target/app/lib/ /jars/libraries/
# Fixed times: the same libraries are the same layer, whenever they were copied.
RUN mkdir /jars/parley \
    && mv /jars/libraries/parley-*.jar /jars/parley/ \
    && find /jars -exec touch --date=@0 {} +

FROM eclipse-temurin:17-jre
# Numbers, because Kubernetes can check those (runAsNonRoot).
RUN groupadd --gid 10001 parley \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin parley \
    && mkdir --parents /var/lib/parley \
    && chown 10001:10001 /var/lib/parley

# What changes seldom, and is nearly all of it, comes first: a change of our code moves the second layer only.
COPY gateway/jvm.options /opt/parley/
COPY --from=jars /jars/libraries/ /opt/parley/lib/
COPY --from=jars /jars/parley/ /opt/parley/lib/

USER 10001:10001
WORKDIR /var/lib/parley
ENV PARLEY_LOG=json
EXPOSE 5000 8080 9090

# bash speaks TCP by itself: no curl to keep up to date.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=2 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PARLEY_OPS_PORT:-9090} && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 2 answer <&3 && [[ $answer == *' 200 '* ]]"]

# The process itself gets the signals: SIGTERM drains the node.
ENTRYPOINT ["java", "@/opt/parley/jvm.options", "-cp", "/opt/parley/lib/*", "dev.parley.gateway.Main"]
