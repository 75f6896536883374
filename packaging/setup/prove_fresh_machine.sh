#!/usr/bin/env bash
# Prove the README's two commands on a machine with nothing: a minbase chroot, a clean clone, as root and as a user.
#
#   packaging/setup/prove_fresh_machine.sh bookworm|trixie FOLDER [run]
#
# With "run" only `make run` is proved, which takes minutes less.
# Needs root, debootstrap and the network. The Debian mirror is the one of this machine's apt; the chroot gets this
# machine's CA bundle, nothing else. Prints one line for each thing proved, with its seconds; what the commands say is in
# FOLDER/*.log.
set -euo pipefail
suite=$1
work=$2
only=${3:-}
root=$work/$suite
clone=/home/box/desk
mirror=$(grep -rhE '^(deb |URIs:)' /etc/apt/ --include='*.list' --include='*.sources' | grep -oE 'https?://[^ ]+' | grep -v security | head -n 1)

mkdir -p "$work"
[ -e "$root.bare/etc/debian_version" ] || debootstrap --variant=minbase "$suite" "$root.bare" "$mirror" >"$work/debootstrap.log"
rm -rf --one-file-system "$root"
cp -a "$root.bare" "$root"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --rbind /dev "$root/dev"
trap 'umount -l "$root/proc" "$root/dev"' EXIT
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/usr/local/share/machine-ca.crt" # where no package of the chroot writes

# inside NAME USER COMMAND: run it there, say how long it took
inside() {
    local started=$SECONDS
    if chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$(eval echo ~"$2" | sed s,^~box,/home/box,)" \
        LC_ALL=C.UTF-8 PIP_CERT=/usr/local/share/machine-ca.crt CI="${CI:-}" \
        su "$2" -s /bin/bash -c "$3" >"$work/$suite-$1.log" 2>&1; then
        echo "$suite $1: ok, $((SECONDS - started)) s"
    else
        echo "$suite $1: FAILED, $((SECONDS - started)) s, see $work/$suite-$1.log"
        return 1
    fi
}

inside apt root 'apt-get update -qq && apt-get install -y make git python3 python3-venv'
inside user root 'id box || useradd -m box'
rm -rf "$root$clone" "$root/root/desk"
git clone --quiet --no-hardlinks "$(git -C "$(dirname "$0")" rev-parse --show-toplevel)" "$root$clone"
cp -r "$root$clone" "$root/root/desk"
chroot "$root" chown -R box:box "$clone"

inside user-names-what-is-missing box "cd $clone && ! make run && make run 2>&1 | grep 'apt-get install'" || true
inside root-run-first root 'cd ~/desk && make run'
inside root-run-again root 'cd ~/desk && make run'
[ "$only" = run ] || inside root-test-first root 'cd ~/desk && make test'
inside user-run-first box "cd $clone && make run"
inside user-run-again box "cd $clone && make run"
inside user-after-crash box "cd $clone && rm -f .venv/*.ready && make run"
[ "$only" = run ] || inside user-test box "cd $clone && make test"
