# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What scripts/run, scripts/test and the stages share; sourced, never run.
#
#   say TEXT...                  a line for the reader
#   show COMMAND...              prints the command, then runs it
#   guarded COMMAND...           runs it so that it ends when this script is ended
#   need_packages PURPOSE...     installs what is missing for it: build, run, tests, clang, ...
#   build DIRECTORY [OPTION]...  meson setup (CC= and CXX= count) and ninja
#   build_plain                  the same for the build that people get, in "build"
#   stage TITLE SECONDS          begins a stage; what follows belongs to it. So long it takes at most
#                                beside another one, on a quiet machine with two processors
#   record WORD TITLE [REASON]   counts a result: passed, failed or skipped
#   check TITLE COMMAND...       runs the command and counts it; its output is shown if it fails
#   test_with_meson DIRECTORY TITLE [OPTION]...
#                                runs the tests of a build directory and counts each
set -eu -o pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
strict=${EOLD_STRICT:-0}

# Build directories stand in the tree, where people look for them; beside the caches where the tree
# cannot be written. EOLD_BUILD= names another place.
build_root=${EOLD_BUILD:-$top}
if ! [ -w "$build_root" ]; then
	build_root=${XDG_CACHE_HOME:-${HOME:?}/.cache}/eold
	mkdir -p "$build_root"
fi

# The tests make no caches in the tree, speak English and do not depend on where they run.
export PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8 TZ=UTC

say() {
	printf '%s\n' "$*"
}

show() {
	printf '\n$ %s\n' "$*"
	"$@"
}

# ---- what is started is ended -----------------------------------------------------------------

child=

# A process and all that came from it, the oldest first.
tree_of() {
	local pid

	echo "$1"
	# shellcheck disable=SC2013
	for pid in $(cat "/proc/$1/task"/*/children 2>/dev/null); do
		tree_of "$pid"
	done
}

stop() {
	trap '' INT TERM HUP
	if [ -n "$child" ]; then
		# shellcheck disable=SC2046
		kill -TERM $(tree_of "$child") 2>/dev/null || true
		wait "$child" || true
	fi
	exit 143
}

# A shell looks at signals only between two commands, but at once while it waits.
guarded() {
	local status=0

	trap stop INT TERM HUP
	"$@" </dev/null &
	child=$!
	wait "$child" || status=$?
	child=
	return "$status"
}

# ---- packages -----------------------------------------------------------------------------------

# By what they are for.
packages_for() {
	local purpose

	for purpose in "$@"; do
		case $purpose in
		build) echo check gcc libc6-dev libical-dev libjansson-dev libsystemd-dev libyaml-dev \
			meson ninja-build pkg-config python3 ;;
		run) echo dbus systemd ;;
		tests) echo bash-completion binutils dbus fish gettext jq libdbus-1-dev \
			libglib2.0-bin libxml2-utils mandoc polkitd prometheus python3-dbus \
			python3-gi python3-icalendar python3-jsonschema python3-nagiosplugin \
			python3-vobject python3-yaml strace systemd tzdata universal-ctags zsh ;;
		coverage) echo gcovr ;;
		cross) echo gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf gcc-powerpc64le-linux-gnu \
			gcc-s390x-linux-gnu mmdebstrap qemu-user-static ;;
		clang) echo clang-14 libclang-rt-14-dev lld-14 llvm-14 ;;
		uml) echo user-mode-linux ;;
		valgrind) echo libc6-dbg valgrind ;;
		packaging) echo debhelper dpkg-dev fakeroot lintian rpm rpmlint ;;
		booted) echo cpio dbus mmdebstrap polkitd procps python3 systemd systemd-container \
			util-linux ;;
		static) echo clang-14 clang-format-14 jq shellcheck ;;
		*) return 1 ;;
		esac
	done
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		say "neither root nor sudo: cannot run $*" >&2
		return 1
	fi
}

is_installed() {
	[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

apt() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
		-o Dpkg::Use-Pty=0 --no-install-recommends "$@"
}

# Stages that run at the same time install one after the other.
need_packages() {
	local name missing=() output lock

	if ! command -v dpkg-query >/dev/null; then
		say "not a Debian: the packages needed are not looked for" >&2
		return 0
	fi
	for name in $(packages_for "$@"); do
		is_installed "$name" || missing+=("$name")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	say "installing: ${missing[*]}"
	exec {lock}<"$top/scripts/lib.sh"
	guarded flock "$lock"
	if ! output=$(apt update 2>&1 && apt install "${missing[@]}" 2>&1); then
		say "$output" >&2
		return 1
	fi
	exec {lock}<&-
}

# ---- building -----------------------------------------------------------------------------------

# For build(), where a compiler's start counts more than what it does: six files of the daemon at a
# time. Static names of neighbours must not be the same, then.
# shellcheck disable=SC2034
six_at_a_time=(-Dunity=on -Dunity_size=6)

# Set up only when the options are not those of the last time. In strict mode (CI) a warning of
# meson is an error, and so is one of the compiler unless the options say otherwise; packagers and
# people who try things out are left alone.
# build_targets in the environment limits what is built. Stages that want the same directory at the
# same time come one after the other.
build() {
	local lock

	mkdir -p "$1"
	exec {lock}>"$1/eold-lock"
	guarded flock "$lock"
	build_alone "$@"
	exec {lock}>&-
}

# The build that people get, in "build", with which several stages work; what they want besides is in
# it, or it would be set up again and again.
build_plain() {
	CC=gcc build "$build_root/build" -Dbench=true -Dtests_together=true
}

build_alone() {
	local dir=$1 options=("${@:2}") new=() stamp targets=()

	read -ra targets <<<"${build_targets:-}"

	[[ " ${options[*]} " == *' -Dwerror='* ]] ||
		options+=("-Dwerror=$([ "$strict" = 1 ] && echo true || echo false)")
	[ "$strict" != 1 ] || options+=(--fatal-meson-warnings)
	stamp="${CC:-cc} ${options[*]} ${CC_LD-}"
	# meson keeps the compiler of the first time, whatever it is told
	if [ -e "$dir/eold-setup" ] && [ "$(cut -d ' ' -f 1 "$dir/eold-setup")" != "${CC:-cc}" ]; then
		rm -rf "$dir"
	fi
	mkdir -p "$dir"
	if [ "$(cat "$dir/eold-setup" 2>/dev/null)" != "$stamp" ]; then
		[ ! -e "$dir/build.ninja" ] || new=(--reconfigure)
		logged "$dir/eold-setup.log" meson setup "${new[@]}" "${options[@]}" "$dir" "$top"
		printf '%s\n' "$stamp" >"$dir/eold-setup"
	fi
	logged "$dir/eold-build.log" ninja --quiet -j "$(nproc)" -C "$dir" "${targets[@]}"
	grep -A 8 'warning:' "$dir/eold-build.log" || true
}

# Keeps what the command says for when it fails.
logged() {
	guarded "${@:2}" >"$1" 2>&1 || {
		cat "$1"
		return 1
	}
}

# ---- results ------------------------------------------------------------------------------------

# One line for each result: word, stage, title, reason, with tabs between them.
results=${EOLD_RESULTS:-}

count() {
	cut -f 1 "$results" | grep -c -x "$1" || true
}

# The last line of scripts/test, and of a stage that was run alone.
say_count() {
	say "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
}

record() {
	printf '%s\t%s\t%s\t%s\n' "$1" "$stage_name" "$2" "${3-}" >>"$results"
}

# What all that this stage has run took; times says "1m2.345s 0m6.789s" of it in its second line.
processor_seconds() {
	local time sum=0 spent

	mapfile -t spent < <(sed -n '2s/ /\n/p' "$results.cpu")
	for time in "${spent[@]%%.*}"; do
		sum=$((sum + ${time%m*} * 60 + ${time#*m}))
	done
	echo "$sum"
}

stage_end() {
	local status=$1 took=$((SECONDS - stage_start)) late=''

	# Whatever ended the stage early, it is not a success.
	if [ "$status" -ne 0 ]; then
		record failed "$stage_title" "ended with status $status"
	fi
	[ "$took" -le "$stage_budget" ] || late=', over its budget'
	times >"$results.cpu"
	say "== $stage_name: $took s of $stage_budget s$late, $(processor_seconds) s of processors"
	printf '%s\t%s\t%s\n' "$stage_name" "$took" "$stage_budget" >>"$results.times"
	if [ -z "${EOLD_RESULTS:-}" ]; then
		say_count
		[ "$(count failed)" -eq 0 ] || status=1
		rm -f "$results" "$results.times" "$results.cpu"
	fi
	exit "$status"
}

stage() {
	stage_name=$(basename "$0" | sed 's/^[0-9]*-//')
	stage_title=$1
	stage_budget=$2
	stage_start=$SECONDS
	[ -n "$results" ] || results=$(mktemp "${TMPDIR:-/tmp}/eold-results.XXXXXX")
	trap 'stage_end $?' EXIT
	say
	say "== $stage_name: $stage_title"
}

# A stage that cannot run says why. In strict mode that is a failure.
cannot_run() {
	say "cannot run: $1"
	if [ "$strict" = 1 ]; then
		record failed "$stage_title" "$1"
	else
		record skipped "$stage_title" "$1"
	fi
	exit 0
}

stage_packages() {
	need_packages "$@" || cannot_run "packages could not be installed"
}

# The output has no name, so that nothing of it stays, whatever happens.
check() {
	local title=$1 output reader writer

	output=$(mktemp "${TMPDIR:-/tmp}/eold-output.XXXXXX")
	# shellcheck disable=SC2094
	exec {reader}<"$output" {writer}>"$output"
	rm -f "$output"
	if guarded "${@:2}" >&"$writer" 2>&1; then
		record passed "$title"
		say "ok      $title"
	else
		record failed "$title"
		say "FAILED  $title"
		cat <&"$reader"
	fi
	exec {reader}<&- {writer}>&-
}

# The counts come from meson's own log, so that nothing is counted that did not run.
test_with_meson() {
	local dir=$1 title=$2 status=0 known

	known=$(count failed)
	rm -f "$dir"/meson-logs/testlog*.json
	guarded meson test -C "$dir" --no-rebuild --print-errorlogs "${@:3}" || status=$?
	"$top/scripts/count-tests" "$top" "$stage_name" "$strict" \
		"$dir"/meson-logs/testlog*.json >>"$results" || status=$?
	if [ "$status" -ne 0 ] && [ "$(count failed)" = "$known" ]; then
		record failed "$title" "meson test ended with $status"
	fi
}
