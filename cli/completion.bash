# bash completion for underseal
#
# Commands and options are asked from the program itself, so they cannot fall behind it.

_underseal()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} program=${COMP_WORDS[0]}
	COMPREPLY=()

	if [ "$COMP_CWORD" -eq 1 ]; then
		local commands
		commands=$("$program" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\)  *[^ ].*/\1/p')
		mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$cur")
		return
	fi

	case $prev in
	--rules|-r)
		local rules before=
		case $cur in *,*) before=${cur%,*}, ;; esac
		rules=$("$program" rules 2>/dev/null | sed -n 's/^ *\([a-z][a-z0-9_-]*\)  *[^ ].*/\1/p')
		mapfile -t COMPREPLY < <(compgen -P "$before" -W "$rules none" -- "${cur##*,}")
		compopt -o nospace 2>/dev/null
		return 0 ;;
	plan)
		[ "$COMP_CWORD" -eq 2 ] && mapfile -t COMPREPLY < <(compgen -W 'check import export --help' -- "$cur") && return ;;
	--expires)
		mapfile -t COMPREPLY < <(compgen -W '12h 7d 30d 90d' -- "$cur")
		return ;;
	--proof)
		mapfile -t COMPREPLY < <(compgen -W 'pixels' -- "$cur")
		return ;;
	--label|--to|--jobs|-j|--limit-time|--limit-mem|--box)
		return ;;
	esac

	case $cur in
	-*)
		local options
		options=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null |
			grep -oE '(^| )--[a-z][a-z-]*' | tr -d ' ' | sort -u)
		mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$cur") ;;
	*)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
	esac
}
complete -F _underseal underseal
