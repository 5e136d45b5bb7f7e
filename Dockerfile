# An image that holds the one static binary and nothing else:
#   docker build -t dchecksum .
#   docker run --rm -v "$PWD:/src:ro" dchecksum /src
# Every platform is cross-built on the builder's own processor, so none needs emulation:
#   docker buildx build --platform linux/amd64,linux/arm64 .
FROM --platform=$BUILDPLATFORM swift:6.3-bookworm AS build
ARG TARGETARCH
WORKDIR /src
COPY scripts/install-musl.sh scripts/
RUN scripts/install-musl.sh "$TARGETARCH"
COPY . .
RUN scripts/build-static.sh "$TARGETARCH" && mv "dist/dchecksum-linux-$TARGETARCH" /dchecksum

FROM scratch
COPY --from=build /dchecksum /dchecksum
ENTRYPOINT ["/dchecksum"]
