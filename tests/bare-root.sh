#!/bin/sh
# Shows that a bare Debian 12 and two commands are enough: a root made by debootstrap with nothing
# in it but git and make, a clone of this tree, `make demo` and `make test`.
#
#     sudo tests/bare-root.sh [FOLDER]      FOLDER: where the root is made (a new one below /tmp)
#
# Needs root and debootstrap. Packages come from MIRROR, or from where this machine's apt gets them;
# apt's own configuration is taken along. COMMANDS="make demo" runs another list. KEEP=1 leaves the
# root behind.
set -eu

tree=$(cd "$(dirname "$0")/.." && pwd)
commands=${COMMANDS:-make demo;make test}
[ "$(id -u)" -eq 0 ] || { echo "bare-root: run this as root" >&2; exit 4; }
command -v debootstrap >/dev/null || { echo "bare-root: debootstrap is not installed" >&2; exit 4; }

mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Codename: bookworm' 'Created-By: Packages' | head -1)}
[ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -v security | head -1)
[ -n "$mirror" ] || { echo "bare-root: apt names no mirror; say MIRROR=..." >&2; exit 4; }

root=${1:-$(mktemp -d /tmp/bare-root.XXXXXX)}
mkdir -p "$root"

leave() {
	status=$?
	[ -n "${KEEP-}" ] || rm -rf --one-file-system "$root"
	exit $status
}
trap leave EXIT
trap 'exit 130' INT TERM

debootstrap --variant=minbase --include=git,make,ca-certificates bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
	tail -5 "$root.log" >&2
	exit 1
}
rm -f "$root.log"

# The way to the net, as this machine has it.
for file in /etc/resolv.conf /etc/hosts; do
	[ ! -f $file ] || cp "$file" "$root$file"
done
rm -f "$root/etc/apt/sources.list"
cp -R /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
find /etc/apt/apt.conf.d -type f -exec grep -liE 'proxy|Acquire' {} + 2>/dev/null |
	while read -r file; do cp "$file" "$root/etc/apt/apt.conf.d/"; done
# Nothing of this machine is mounted in the root but a /proc and terminals of its own, and those only
# as long as a command runs and for nobody else to see; the device nodes are debootstrap's.
in_root() {
	unshare --mount --propagation private sh -c '
		mount -t proc proc "$0/proc" &&
		mount -t devpts -o newinstance,ptmxmode=0666,gid=5 devpts "$0/dev/pts" &&
		exec chroot "$0" "$@"' "$root" "$@"
}

# And whom it trusts beside Debian's own authorities, as the proxy of a company: npm asks for it.
mkdir -p "$root/usr/local/share/ca-certificates"
cp -R /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
in_root update-ca-certificates >/dev/null

git clone -q "$tree" "$root/root/underseal"
echo "$commands" | tr ';' '\n' | while read -r line; do
	echo "bare-root: $line"
	in_root env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
		${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
		sh -c "cd /root/underseal && $line" </dev/null
done
echo "bare-root: all of it worked"
