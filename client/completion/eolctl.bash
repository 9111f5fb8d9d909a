# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# bash completion for eolctl: the program itself says what may come.

_eolctl() {
	local line=${COMP_LINE:0:COMP_POINT} words current breaks='' mark

	read -ra words <<<"$line"
	[[ $line != *[[:space:]] ]] || words+=('')
	current=${words[-1]}

	mapfile -t COMPREPLY < <(eolctl complete -- "${words[@]:1}" 2>/dev/null)
	if [[ ${COMPREPLY[0]-} == :files ]]; then
		COMPREPLY=()
		compopt -o default
		return
	fi
	# Without what it means.
	COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
	[[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace

	# bash has broken the word at some marks, and replaces only what is behind the last.
	for mark in = :; do
		[[ $COMP_WORDBREAKS != *"$mark"* ]] || breaks+=$mark
	done
	if [[ -n $breaks && $current == *["$breaks"]* ]]; then
		COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*["$breaks"]}"}"}")
	fi
} && complete -F _eolctl eolctl
