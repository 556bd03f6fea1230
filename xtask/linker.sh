#!/bin/sh
# The linker Cargo is told to use on Linux (.cargo/config.toml). Rust comes without one, so on a bare Debian
# nothing at all could be built, not even the tool that installs the rest. Where `cc` exists this is a plain
# `exec`; where it does not, Debian's compiler is installed first, once.
command -v cc >/dev/null 2>&1 && exec cc "$@"

# Cargo swallows what a linker prints unless it fails: tell the person at the terminal, if there is one.
say() { { printf '%s\n' "$*" >/dev/tty; } 2>/dev/null || true; }

if ! command -v apt-get >/dev/null 2>&1; then
  echo "No C compiler (cc) was found. Install one and try again:" >&2
  echo "  Fedora: sudo dnf install gcc gcc-c++ make     Arch: sudo pacman -S base-devel" >&2
  echo "  openSUSE: sudo zypper install gcc gcc-c++ make" >&2
  exit 1
fi

if [ "$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null 2>&1; then sudo=sudo; else
  echo "No C compiler (cc) was found and this is neither root nor a user with sudo. As root, run:" >&2
  echo "  apt-get update && apt-get install build-essential" >&2
  exit 1
fi

# Cargo links several build scripts at once; one of them installs, the others wait for it.
lock="${TMPDIR:-/tmp}/mobileaccess-linker-$(id -u)"
(
  flock 9
  command -v cc >/dev/null 2>&1 && exit 0
  say "No C compiler yet: installing build-essential ..."
  export DEBIAN_FRONTEND=noninteractive
  { $sudo apt-get update -q && $sudo apt-get install -y -q --no-install-recommends build-essential; } \
    >"$lock.log" 2>&1 </dev/null || { cat "$lock.log" >&2; exit 1; }
) 9>"$lock" || exit 1
exec cc "$@"
