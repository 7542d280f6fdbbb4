#!/bin/sh
# Lays out the root of the image: root.sh BINARY PAGE FOLDER
set -eu
binary=$1
page=$2
root=$3

mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/lib64" "$root/usr/share" "$root/etc/ssl/certs" "$root/data"
ln -s usr/lib "$root/lib"
ln -s usr/lib64 "$root/lib64"
install -m 0755 "$binary" "$root/usr/bin/microflow"
mkdir -p "$root/usr/share/microflow"
cp -r "$page" "$root/usr/share/microflow/web"

# Each library under the path by which the loader looks for it, and the loader itself.
libraries=$(ldd "$binary")
if echo "$libraries" | grep 'not found'; then
  echo "root.sh: install what is not found" >&2
  exit 1
fi
for library in $(echo "$libraries" | sed -nE 's|^.*[[:space:]](/[^ ]+) \(0x.*$|\1|p'); do
  install -D -m 0755 "$(readlink -f "$library")" "$root/usr/${library#/}"
done

cp -r /usr/share/zoneinfo "$root/usr/share/zoneinfo"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
echo 'microflow:x:65532:65532:MicroFlow:/data:/nonexistent' >"$root/etc/passwd"
echo 'microflow:x:65532:' >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
chown 65532:65532 "$root/data"
chmod 0700 "$root/data"
