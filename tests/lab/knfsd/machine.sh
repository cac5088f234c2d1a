# One machine with Debian's kernel, in QEMU, on the lab's bridge. Each server of the site is a
# network and a mount namespace in it, with an interface, a disk, an rpcbind, a mountd and a kernel
# NFS server of its own.
#
# To be sourced after servers.sh, whose $site and $folder it uses.
#
#   $servers  their names
#   $kernel   the folder of vmlinuz and initramfs

# Boots with one disk and one interface for each name; returns when the machine takes scripts.
boot() { # NAME...
  mkfifo "$folder/agent.in" "$folder/agent.out"
  devices=
  for server in "$@"; do
    ip tuntap add "tap-$server" mode tap
    ip link set "tap-$server" master bridge up
    devices="$devices -drive if=none,id=$server,file=$folder/$server.ext4,format=raw,cache=unsafe
      -device virtio-blk-pci,drive=$server,serial=$server
      -netdev tap,id=net-$server,ifname=tap-$server,script=no,downscript=no
      -device virtio-net-pci,netdev=net-$server,mac=$(hardware_address "$server"),romfile="
  done
  # The devices are words on purpose.
  # shellcheck disable=SC2086
  qemu-system-x86_64 -no-user-config -nodefaults -display none -no-reboot -M pc,usb=off \
    -accel tcg,thread=multi -cpu qemu64 -m 512 -kernel "$kernel/vmlinuz" \
    -initrd "$kernel/initramfs" -append "console=ttyS0 quiet panic=-1 mitigations=off nokaslr \
    tsc=reliable net.ifnames=0 random.trust_cpu=on cryptomgr.notests" \
    -serial "file:$folder/console" -device virtio-rng-pci -device virtio-serial-pci \
    -chardev "pipe,id=agent,path=$folder/agent" -device virtserialport,chardev=agent,name=lab \
    $devices >"$folder/qemu.log" 2>&1 &
  machine=$!
  wait_until_booted
}

hardware_address() { # NAME
  address_of "$1" | awk -F. '{ printf "52:54:%02x:%02x:%02x:%02x\n", $1, $2, $3, $4 }'
}

wait_until_booted() {
  for _ in $(seq 900); do
    if grep -qs '^lab: ready' "$folder/console"; then return 0; fi
    [ -d "/proc/$machine" ] || break
    sleep 0.1
  done
  echo "the machine did not boot:" >&2
  tail -n 20 "$folder/qemu.log" "$folder/console" >&2
  exit 1
}

# Runs the script on standard input in the machine; says what that said, and ends as it did.
in_machine() {
  { cat; printf '\n%%run\n'; } >"$folder/agent.in"
  timeout 60 sed -u '/^%status /q' "$folder/agent.out" >"$folder/said" ||
    { echo "the machine does not answer" >&2; exit 1; }
  sed '/^%status /d' "$folder/said"
  return "$(sed -n 's/^%status //p' "$folder/said")"
}

on() { # NAME; the same within one server
  { echo "server on $1 <<'END'"; cat; printf '\nEND\n'; } | in_machine
}

exports_of() { awk -f "$here/exports.awk" "$site/servers/$1/etc/exports"; } # NAME

# What the site says about the server becomes its /etc. Exports on standard input.
configure_kernel() { # NAME
  {
    echo "cat >/etc/exports <<'TEXT'"
    cat
    printf "TEXT\ncat >/etc/hosts <<'TEXT'\n"
    cat "$site/servers/nas/etc/hosts"
    printf "TEXT\ncat >/etc/nfs.conf <<'TEXT'\n"
    cat "$site/servers/$1/etc/nfs.conf" 2>/dev/null || true
    echo TEXT
  } | on "$1"
}

add_kernel_server() { # NAME
  echo "server add $1 $(address_of "$1")/16 $(hardware_address "$1")" | in_machine
}

serve_kernel() { echo "server serve $1 $2" | in_machine; } # NAME DISK

# mountd registers its versions one after the other, when it is in the background already.
wait_until_kernel_serves() {
  for server in $servers; do
    for _ in $(seq 300); do
      rpcinfo -t "$server" 100003 3 >/dev/null 2>&1 &&
        rpcinfo -t "$server" 100005 3 >/dev/null 2>&1 && continue 2
      sleep 0.1
    done
    echo "$server does not serve" >&2
    exit 1
  done
}
