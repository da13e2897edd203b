# Mizan as an image: `docker build --tag mizan .` (docs/ci.md says how it is used).

FROM rust:1.95-alpine AS build
# The allocator and Zstandard are C; with musl the binary needs no library of the system.
RUN apk add --no-cache build-base
WORKDIR /mizan
COPY . .
RUN cargo build --release --locked

# With a shell, since jobs of GitLab and Jenkins are scripts.
FROM alpine:3.22
RUN adduser -D -H -u 10001 mizan
COPY --from=build /mizan/target/release/mizan /usr/local/bin/mizan
COPY --from=build /mizan/LICENSE-APACHE /mizan/LICENSE-MIT /usr/local/share/licenses/mizan/
USER mizan
WORKDIR /data
ENTRYPOINT ["mizan"]
CMD ["--help"]
