# Sourced by test.sh, from the root of the project: makes sure that a C compiler, which the race
# detector needs, a Chromium, which the tests of the page need, a Node with the libraries that judge
# the sandbox, and the programs of PostgreSQL and pgbouncer, of which the tests start their own, are there,
# and exports where.
#
# What is missing is installed by apt: into the system as root or with sudo, and otherwise unpacked
# below .cache/needs, which changes nothing outside of the project. The libraries come from npm, by the
# lock file in internal/sandbox/judges.
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

# needs_node_fits PROGRAM says whether this is a Node on which Slack's libraries run.
needs_node_fits() {
	"$1" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' >/dev/null 2>&1
}

# needs_npm prints the path of npm, after bringing it, and whatever Node apt has with it.
needs_npm() {
	needs_find npm "$needs_root/bin/npm" && return
	if needs_install nodejs npm; then
		needs_find npm
		return
	fi
	needs_also="" needs_unpack nodejs npm || return 1
	local from="export LD_LIBRARY_PATH='$(needs_libraries)' NODE_PATH='$needs_root/root/usr/share/nodejs:$needs_root/root/usr/lib/nodejs'"
	needs_wrap node "$from" "$needs_root/root/usr/bin/node"
	needs_wrap npm "$from" "$needs_root/root/usr/bin/node" "$needs_root/root/usr/share/nodejs/npm/bin/npm-cli.js"
	printf '%s\n' "$needs_root/bin/npm"
}

# needs_node_package brings a Node from npm, for systems whose own is too old.
needs_node_package() {
	local system cpu
	case $(uname -s) in Linux) system=linux ;; Darwin) system=darwin ;; *) return 1 ;; esac
	case $(uname -m) in x86_64) cpu=x64 ;; aarch64 | arm64) cpu=arm64 ;; *) return 1 ;; esac
	needs_say "installing a Node from npm below $needs_root"
	mkdir -p "$needs_root/node"
	"$1" install --prefix "$needs_root/node" --ignore-scripts --no-audit --no-fund --no-save "node-$system-$cpu@22" >&2 || return 1
	ln -sf "$needs_root/node/node_modules/node-$system-$cpu/bin/node" "$needs_root/node/node"
}

needs_node() {
	local found npm
	for found in "${THROUGHLINE_NODE:-}" "$(needs_find node nodejs || true)" "$needs_root/node/node" "$needs_root/bin/node"; do
		if [ -n "$found" ] && needs_node_fits "$found"; then
			export THROUGHLINE_NODE=$found
			return
		fi
	done
	npm=$(needs_npm) || return 1
	for found in "$(needs_find node nodejs || true)" "$needs_root/bin/node"; do
		if [ -n "$found" ] && needs_node_fits "$found"; then
			export THROUGHLINE_NODE=$found
			return
		fi
	done
	needs_node_package "$npm" && needs_node_fits "$needs_root/node/node" || return 1
	export THROUGHLINE_NODE=$needs_root/node/node
}

# needs_judges installs the libraries of the lock file, where it is another than the last time.
needs_judges() {
	local judges=internal/sandbox/judges npm
	if cmp -s "$judges/package-lock.json" "$judges/node_modules/.installed-lock.json"; then
		return
	fi
	npm=$(needs_npm) || return 1
	needs_say "installing the libraries of $judges/package-lock.json"
	(cd "$judges" && "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || return 1
	cp "$judges/package-lock.json" "$judges/node_modules/.installed-lock.json"
}

# needs_newest_postgres prints the folder of the newest initdb and postgres that the system has.
needs_newest_postgres() {
	local found
	found=$(find /usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -n 1)
	if [ -z "$found" ]; then
		found=$(needs_find initdb) || return 1
		found=$(readlink -f "$found")
	fi
	dirname "$found"
}

# needs_system_postgres installs into the system, without the cluster and the services that the packages
# would start: the tests start their own server.
needs_system_postgres() {
	local settings=/etc/postgresql-common/createcluster.conf as=()
	[ "$(id -u)" -eq 0 ] || as=(sudo)
	needs_install postgresql-common || return 1
	if [ -e "$settings" ] && ! grep -q '^create_main_cluster = false' "$settings"; then
		echo 'create_main_cluster = false' | "${as[@]}" tee -a "$settings" >/dev/null
	fi
	needs_install "$@" || return 1
	if [ -d /run/systemd/system ]; then
		"${as[@]}" systemctl disable --now pgbouncer >&2 || true
	fi
}

needs_postgres() {
	local found missing=() name
	if [ -n "${THROUGHLINE_POSTGRES_BIN:-}" ] && [ -n "${THROUGHLINE_PGBOUNCER:-}" ]; then
		return
	fi
	needs_newest_postgres >/dev/null || [ -x "$needs_root/bin/initdb" ] || missing+=(postgresql)
	needs_find pgbouncer /usr/sbin/pgbouncer "$needs_root/bin/pgbouncer" >/dev/null || missing+=(pgbouncer)
	if [ ${#missing[@]} -gt 0 ] && ! needs_system_postgres "${missing[@]}"; then
		needs_also="" needs_unpack "${missing[@]}" || return 1
		found=$(find "$needs_root"/root/usr/lib/postgresql/*/bin -name initdb 2>/dev/null | sort -V | tail -n 1)
		for name in initdb postgres; do
			[ -z "$found" ] || needs_wrap "$name" "export LD_LIBRARY_PATH='$(needs_libraries)'" "$(dirname "$found")/$name"
		done
		if [ -x "$needs_root/root/usr/sbin/pgbouncer" ]; then
			needs_wrap pgbouncer "export LD_LIBRARY_PATH='$(needs_libraries)'" "$needs_root/root/usr/sbin/pgbouncer"
		fi
	fi
	found=$(needs_newest_postgres) || found=$needs_root/bin
	[ -x "$found/initdb" ] && [ -x "$found/postgres" ] || return 1
	export THROUGHLINE_POSTGRES_BIN=$found
	THROUGHLINE_PGBOUNCER=$(needs_find pgbouncer /usr/sbin/pgbouncer "$needs_root/bin/pgbouncer") || return 1
	export THROUGHLINE_PGBOUNCER
}

if ! needs_compiler; then
	needs_say "no C compiler, and apt could not bring one: install gcc"
	exit 1
fi
if ! needs_chromium; then
	needs_say "no Chromium, and apt could not bring one: install it, or set THROUGHLINE_CHROMIUM to its path"
	exit 1
fi
if ! needs_node; then
	needs_say "no Node of version 20 or newer, and neither apt nor npm could bring one: install it, or set THROUGHLINE_NODE to its path"
	exit 1
fi
if ! needs_judges; then
	needs_say "npm could not install the libraries of internal/sandbox/judges"
	exit 1
fi
if ! needs_postgres; then
	needs_say "no PostgreSQL or no pgbouncer, and apt could not bring them: install them, or set THROUGHLINE_POSTGRES_BIN to the folder of initdb and THROUGHLINE_PGBOUNCER to the pooler's path"
	exit 1
fi
# The page about any bot drives the sandbox by curl, and a test runs what it shows.
if ! needs_find curl >/dev/null && ! needs_install curl; then
	needs_say "no curl, and apt could not bring one: install it"
	exit 1
fi
