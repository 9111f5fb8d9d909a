# SPDX-License-Identifier: MIT
# fish completion for eolctl: the program itself says what may come.

function __eolctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (command eolctl complete -- $words[2..-1] "$current" 2>/dev/null)

    if test "$lines[1]" = :files
        # Of --option=FILE the shell completes the part behind the sign.
        set -l before (string match -r '^--[^=]*=' -- $current)
        for path in (__fish_complete_path (string replace -- "$before" '' $current))
            echo "$before$path"
        end
    else
        printf '%s\n' $lines
    end
end

complete -c eolctl -f -a '(__eolctl_complete)'
