# A small image: one static file, no shell, no root, nothing that has to be written but /data. Zones are in the program;
# certificates for HTTPS come from the base image.
#
#   docker build -t throughline .
#   docker run --read-only --cap-drop=ALL --security-opt=no-new-privileges \
#     -e SLACK_BOT_TOKEN -e SLACK_APP_TOKEN -v throughline:/data throughline
#
# The store and its key lie in /data, which the volume keeps. Better give the key by THROUGHLINE_KEY_FILE from a secret:
# who gets the volume has both otherwise. Metrics and health are served on the container's own loopback alone.
#
# A tag can come to name another image. To build the same one each time, pin both bases by what you pulled and looked at:
#   docker buildx imagetools inspect golang:1.26-bookworm     (then FROM golang:1.26-bookworm@sha256:…)
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download && go mod verify
COPY cmd ./cmd
COPY internal ./internal
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/bot ./cmd/bot
# A folder that belongs to the user of the image, for volumes to take over.
RUN mkdir -m 0700 /out/data

FROM gcr.io/distroless/static-debian12:nonroot
ARG VERSION=
LABEL org.opencontainers.image.title="Throughline" \
      org.opencontainers.image.description="Holds a team's missions and coaches the people in them, in Slack" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/bot /usr/local/bin/bot
COPY --from=build --chown=65532:65532 /out/data /data
WORKDIR /data
VOLUME /data
USER 65532:65532
STOPSIGNAL SIGTERM
# Healthy means that the process works; whether it may be sent people is /readyz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/usr/local/bin/bot", "health"]
ENTRYPOINT ["/usr/local/bin/bot"]
CMD ["run"]
