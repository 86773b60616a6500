# A small image: one static file, no shell, no root. Zones are in the program; certificates for HTTPS
# come from the base image.
#
#   docker build -t throughline .
#   docker run -e SLACK_BOT_TOKEN -e SLACK_APP_TOKEN -v throughline:/data throughline
#
# The store lies in /data, which the volume keeps. The bot listens nowhere and needs no port.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd ./cmd
COPY internal ./internal
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/bot ./cmd/bot
# A folder that belongs to the user of the image, for volumes to take over.
RUN mkdir /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/bot /usr/local/bin/bot
COPY --from=build --chown=65532:65532 /out/data /data
WORKDIR /data
VOLUME /data
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/bot"]
CMD ["run"]
