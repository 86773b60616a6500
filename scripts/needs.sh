# Sourced by test.sh, from the root of the project: makes sure that a C compiler, which the race
# detector needs, and a Chromium, which the tests of the page need, are there, and exports where.
#
# What is missing is installed by apt: into the system as root or with sudo, and otherwise unpacked
# below .cache/needs, which changes nothing outside of the project.
# shellcheck shell=bash

needs_root=$PWD/.cache/needs
needs_apt=(apt-get -q -o "Dir::State::Lists=$needs_root/apt/lists" -o "Dir::Cache=$needs_root/apt/cache")

needs_say() { printf 'needs: %s\n' "$*" >&2; }

# needs_find NAME... prints the path of the first program of these that there is.
needs_find() {
	local name
	for name in "$@"; do
		command -v "$name" 2>/dev/null && return
	done
	return 1
}

# needs_install PACKAGE... installs into the system; it fails where that is not allowed.
needs_install() {
	local as=()
	if [ "$(id -u)" -ne 0 ]; then
		sudo -n true 2>/dev/null || return 1
		as=(sudo)
	fi
	needs_say "installing $*"
	# One source out of reach is no reason to stop: the installation tells whether anything is missing.
	"${as[@]}" apt-get -q update >&2 || true
	"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >&2
}

# needs_unpack PACKAGE... unpacks the packages, and what they depend on and the system lacks.
needs_unpack() {
	local wanted deb
	needs_say "unpacking $* below $needs_root"
	mkdir -p "$needs_root/apt/lists/partial" "$needs_root/apt/cache/archives/partial" "$needs_root/debs"
	"${needs_apt[@]}" update >&2 || true
	wanted=$("${needs_apt[@]}" -s --no-install-recommends install "$@" | awk '$1 == "Inst" { print $2 }') || return 1
	# shellcheck disable=SC2086 # one word a package
	(cd "$needs_root/debs" && "${needs_apt[@]}" download $wanted $needs_also >&2) || return 1
	for deb in "$needs_root"/debs/*.deb; do
		dpkg-deb -x "$deb" "$needs_root/root" && rm "$deb" || return 1
	done
}

# needs_libraries prints the folders with unpacked libraries, for the loader.
needs_libraries() {
	find "$needs_root/root/usr/lib" "$needs_root/root/lib" \( -name '*.so' -o -name '*.so.[0-9]*' \) -printf '%h\n' 2>/dev/null |
		sort -u | paste -sd: -
}

# needs_wrap NAME ENVIRONMENT COMMAND... writes a program that runs an unpacked one.
needs_wrap() {
	local name=$1 environment=$2
	shift 2
	mkdir -p "$needs_root/bin"
	{
		printf '#!/bin/sh\n%s\nexec' "$environment"
		printf ' %q' "$@"
		printf ' "$@"\n'
	} >"$needs_root/bin/$name"
	chmod +x "$needs_root/bin/$name"
}

needs_compiler() {
	if needs_find gcc clang cc >/dev/null; then
		return
	fi
	if [ ! -x "$needs_root/bin/cc" ]; then
		needs_install gcc libc6-dev && return
		# The linker wants the C library beside its headers.
		needs_also="libc6 libgcc-s1" needs_unpack gcc libc6-dev || return 1
		needs_wrap cc "export LD_LIBRARY_PATH='$(needs_libraries)' PATH='$needs_root/root/usr/bin':\"\$PATH\"" \
			"$needs_root/root/usr/bin/gcc" "--sysroot=$needs_root/root" "-B$needs_root/root/usr/bin/"
	fi
	export CC=$needs_root/bin/cc CGO_ENABLED=1
}

needs_chromium() {
	local found
	if [ -n "${THROUGHLINE_CHROMIUM:-}" ]; then
		return
	fi
	if ! found=$(needs_find chromium chromium-browser google-chrome google-chrome-stable "$needs_root/bin/chromium"); then
		if needs_install chromium fonts-dejavu-core; then
			found=$(needs_find chromium)
		else
			needs_also="" needs_unpack chromium fonts-dejavu-core || return 1
			printf '<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' \
				"$needs_root/root/usr/share/fonts" "$needs_root/fonts" >"$needs_root/fonts.conf"
			needs_wrap chromium "export LD_LIBRARY_PATH='$(needs_libraries)' FONTCONFIG_FILE='$needs_root/fonts.conf'" \
				"$needs_root/root/usr/lib/chromium/chromium" --disable-dev-shm-usage
			found=$needs_root/bin/chromium
		fi
	fi
	"$found" --version >/dev/null 2>&1 || return 1
	export THROUGHLINE_CHROMIUM=$found
}

if ! needs_compiler; then
	needs_say "no C compiler, and apt could not bring one: install gcc"
	exit 1
fi
if ! needs_chromium; then
	needs_say "no Chromium, and apt could not bring one: install it, or set THROUGHLINE_CHROMIUM to its path"
	exit 1
fi
