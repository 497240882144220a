#!/bin/sh
# Starts the storefront the way Liferay's images start Liferay: what is mounted is copied over its home, deploy is linked.
set -eu
home=/opt/liferay mounted=/mnt/liferay

if [ -d "$mounted/files" ] && [ -n "$(ls -A "$mounted/files")" ]; then
    echo "[LIFERAY] Copying files from $mounted/files into $home."
    cp -r "$mounted/files/." "$home/"
fi
if [ -d "$mounted/deploy" ]; then
    if [ ! -L "$home/deploy" ] && [ -d "$home/deploy" ]; then
        cp -r "$home/deploy/." "$mounted/deploy/"
        rm -r "$home/deploy"
    fi
    ln -sfn "$mounted/deploy" "$home/deploy"
    echo "[LIFERAY] The directory $mounted/deploy is ready."
fi
exec punchout serve storefront --home "$home" ${PUNCHOUT_GENERATION:+--generation "$PUNCHOUT_GENERATION"} "$@"
