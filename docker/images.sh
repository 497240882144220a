#!/usr/bin/env bash
# Builds the images punchout-storefront and punchout-harness. Without BASE in the environment their base is made of
# Debian's packages, as apt is configured on this machine, once for each recipe; that has to be root's doing.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}

recipe=(--variant=essential --include=ca-certificates,python3-venv
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*'
    --dpkgopt='path-exclude=/usr/share/locale/*')

base_of_packages() {
    local tag suite
    # shellcheck source=/dev/null
    suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    tag="punchout-base:$suite-$(sha256sum <<<"${recipe[*]}" | cut -c1-12)"
    if ! docker image inspect "$tag" >/dev/null 2>&1; then
        if ! command -v mmdebstrap >/dev/null; then
            apt-get update -qq >&2
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap >&2
        fi
        echo "making the base image $tag of Debian's packages" >&2
        mmdebstrap --quiet "${recipe[@]}" "$suite" - | docker import - "$tag" >&2
    fi
    echo "$tag"
}

BASE=${BASE:-$(base_of_packages)}

version='import sys; print("%d.%d" % sys.version_info[:2])'
here=$("$PYTHON" -c "$version") there=$(docker run --rm --entrypoint python3 "$BASE" -c "$version")
if [ "$here" != "$there" ]; then
    echo "the base image $BASE has Python $there, but $PYTHON is $here: wheels are made for the one that collects them." >&2
    echo "Name an image in BASE that has $here, or set .venv up with $there: make clean, then PYTHON=python$there make." >&2
    exit 1
fi

# Nothing is fetched while an image is built; pip gets what it needs here, as it is configured on this machine.
mkdir -p build/wheels
wanted=$(cat pyproject.toml constraints.txt | sha256sum)
if [ "$wanted" != "$(cat build/wheels.of 2>/dev/null)" ]; then
    rm -f build/wheels/*
    "$PYTHON" - <<'PY' >build/wheels.in
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
print(*project["project"]["dependencies"], *project["build-system"]["requires"], sep="\n")
PY
    "$PYTHON" -m pip download --quiet --disable-pip-version-check --only-binary :all: \
        --constraint constraints.txt --requirement build/wheels.in --dest build/wheels
    echo "$wanted" >build/wheels.of
fi

for image in storefront harness; do
    docker build --quiet --build-arg "BASE=$BASE" --tag "punchout-$image" --file "docker/$image/Dockerfile" .
done
