#!/usr/bin/env bash
# Builds the image without any registry and tests it in a running container: test.sh [BINARY]
#
# The base comes from Debian's archive (mmdebstrap), the binary from this build tree. Needs root, podman, runc and
# mmdebstrap (./dev containers installs them). Everything stands in one temporary folder and is gone at the end.
# Exit 77 where this machine lets nobody run containers.
set -euo pipefail
cd "$(dirname "$0")/../.."
binary=$(realpath "${1:-build/release/microflow}")

for tool in podman runc mmdebstrap nsenter curl; do
  command -v "$tool" >/dev/null || { echo "test.sh: $tool is not installed: run ./dev containers"; exit 77; }
done
[ "$(id -u)" -eq 0 ] || { echo "test.sh: only root may build and run containers here"; exit 77; }

work=$(mktemp -d /var/tmp/microflow-containers-XXXXXX)
# The least that an engine needs: no systemd to ask, copies where the kernel has no overlays, no limits above our own.
storage=vfs
grep -qw overlay /proc/filesystems && storage=overlay
export DISABLE_HC_SYSTEMD=true
engine=(podman --root "$work/store" --runroot "$work/run" --tmpdir "$work/tmp" --storage-driver "$storage" --runtime runc
  --cgroup-manager cgroupfs --events-backend none --log-level error)
finish() {
  "${engine[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

# MICROFLOW_BASE keeps the base, for many runs in a row.
base=${MICROFLOW_BASE:-$work/base.tar}
make_base() {
  local packages
  packages=$(ldd "$binary" | awk '/=> \// { print $3 }' | xargs -n 1 readlink -f | sed 's|^/usr||' | sed 's|^|*|' |
    xargs dpkg-query -S | cut -d: -f1 | sort -u | paste -sd,)
  mmdebstrap --quiet --variant=minbase --include="$packages,tzdata,ca-certificates,postgresql-15,nats-server" --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$base"
}

echo "== A base: Debian 12 with the binary's libraries, PostgreSQL and NATS"
[ -f "$base" ] || make_base
"${engine[@]}" import --quiet "$base" localhost/debian:12 >/dev/null

# An engine would raise these to the kernel's bounds, which not every root may do.
limits=(--ulimit nofile=4096:4096 --ulimit nproc=4096:4096)
if ! "${engine[@]}" run --rm --network none "${limits[@]}" localhost/debian:12 true; then
  echo "test.sh: this machine lets nobody run containers"
  exit 77
fi

echo "== The image"
context=$work/context
mkdir -p "$context/deploy"
cp -r deploy/containers "$context/deploy/containers"
install "$binary" "$context/microflow"
[ -f build/web/index.html ] || { echo "test.sh: no page in build/web: run ./dev containers"; exit 1; }
cp -r build/web "$context/web"
"${engine[@]}" build --quiet --layers=false --format docker --network none "${limits[@]}" --file deploy/containers/Containerfile \
  --build-arg BASE=localhost/debian:12 --build-arg BINARY=microflow --build-arg PAGE=web --tag localhost/microflow "$context" >/dev/null

echo "== Inside and outside of a running container"
export MICROFLOW_ENGINE="${engine[*]}" MICROFLOW_LIMITS="${limits[*]}" MICROFLOW_IMAGE=localhost/microflow
export MICROFLOW_WORK=$work PYTHONDONTWRITEBYTECODE=1
python3 -W ignore -m unittest -v tests.containers.image

echo "== The whole company in containers"
python3 -W ignore -m unittest -v tests.containers.company
