#!/bin/bash

__levels-ssh_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__levels-ssh_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__levels-ssh_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__levels-ssh_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_levels-ssh() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    db|shell|exec|copy|forward|proxy|ssh-config|session|open|list|close|logs|plan|apply|verify|owed|audit|onboard|offboard|people|keys|whitelist|log|config|doctor|completions|help)
        # Offer subcommand argument completions
        "_levels-ssh_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'db shell exec copy forward proxy ssh-config session open list close logs plan apply verify owed audit onboard offboard people keys whitelist log config doctor completions help' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_db() {
    repeating_flags=()
    non_repeating_flags=(--writer --reader --check --database-url --no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --database --port --socket --for --idle --reason --wait --config --format)
    __levels-ssh_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion db -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--database')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion db -- --database "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--port')
        return
        ;;
    '--socket')
        __levels-ssh_add_completions -f
        return
        ;;
    '--for')
        return
        ;;
    '--idle')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_shell() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --reason --config)
    __levels-ssh_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion shell -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion shell -- positional@0 "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_levels-ssh_exec() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --all --version -h --help)
    repeating_options=(--identity --host)
    non_repeating_options=(--env --reason --config --parallel --timeout --format --output-dir)
    __levels-ssh_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion exec -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion exec -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--parallel')
        return
        ;;
    '--timeout')
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--output-dir')
        __levels-ssh_add_completions -d
        return
        ;;
    esac
}

_levels-ssh_copy() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --reason --config)
    __levels-ssh_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion copy -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __levels-ssh_add_completions -f
        return
        ;;
    2)
        __levels-ssh_add_completions -f
        return
        ;;
    esac
}

_levels-ssh_forward() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --reason --config --via --socks --for)
    __levels-ssh_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion forward -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--via')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion forward -- --via "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--socks')
        return
        ;;
    '--for')
        return
        ;;
    esac
}

_levels-ssh_proxy() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --reason --config)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion proxy -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion proxy -- positional@0 "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_levels-ssh_ssh-config() {
    repeating_flags=()
    non_repeating_flags=(--known-hosts --version -h --help)
    repeating_options=()
    non_repeating_options=(--env --config)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion ssh-config -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac
}

_levels-ssh_session() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity --db --database)
    non_repeating_options=(--env --reason --config --record --for)
    __levels-ssh_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion session -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--db'|'--database')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion session -- --db "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--record')
        __levels-ssh_add_completions -f
        return
        ;;
    '--for')
        return
        ;;
    esac
}

_levels-ssh_open() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    db)
        # Offer subcommand argument completions
        "_levels-ssh_open_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'db' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_open_db() {
    repeating_flags=()
    non_repeating_flags=(--writer --reader --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --database --port --socket --for --idle --reason --wait --config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion open db -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--database')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion open db -- --database "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--port')
        return
        ;;
    '--socket')
        __levels-ssh_add_completions -f
        return
        ;;
    '--for')
        return
        ;;
    '--idle')
        return
        ;;
    '--reason')
        return
        ;;
    '--wait')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_close() {
    repeating_flags=()
    non_repeating_flags=(--all --version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 1
}

_levels-ssh_logs() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 1
}

_levels-ssh_plan() {
    repeating_flags=()
    non_repeating_flags=(--verbose -v --version -h --help)
    repeating_options=(--host --identity --only)
    non_repeating_options=(--env --person --config --format --max-removals)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion plan -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion plan -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--person')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion plan -- --person "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--only')
        __levels-ssh_add_completions -W 'keys'$'\n''login'$'\n''whitelist'
        return
        ;;
    '--max-removals')
        return
        ;;
    esac
}

_levels-ssh_apply() {
    repeating_flags=()
    non_repeating_flags=(--verbose -v --yes --version -h --help)
    repeating_options=(--host --identity --only)
    non_repeating_options=(--env --person --config --format --max-removals --reason)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion apply -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion apply -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--person')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion apply -- --person "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--only')
        __levels-ssh_add_completions -W 'keys'$'\n''login'$'\n''whitelist'
        return
        ;;
    '--max-removals')
        return
        ;;
    '--reason')
        return
        ;;
    esac
}

_levels-ssh_verify() {
    repeating_flags=()
    non_repeating_flags=(--verbose -v --version -h --help)
    repeating_options=(--host --identity --only)
    non_repeating_options=(--env --person --config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion verify -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion verify -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--person')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion verify -- --person "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--only')
        __levels-ssh_add_completions -W 'keys'$'\n''login'$'\n''whitelist'
        return
        ;;
    esac
}

_levels-ssh_owed() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_audit() {
    repeating_flags=()
    non_repeating_flags=(--verbose -v --version -h --help)
    repeating_options=(--host --identity)
    non_repeating_options=(--env --person --config --format --html)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion audit -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion audit -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--person')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion audit -- --person "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    '--html')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(html)'
        return
        ;;
    esac
}

_levels-ssh_onboard() {
    repeating_flags=()
    non_repeating_flags=(--apply --yes --verbose -v --version -h --help)
    repeating_options=(--key --access --from --identity)
    non_repeating_options=(--until --name --reason --max-removals --config --format)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--key')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(pub)'
        return
        ;;
    '--access')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion onboard -- --access "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--from')
        return
        ;;
    '--until')
        return
        ;;
    '--name')
        return
        ;;
    '--reason')
        return
        ;;
    '--max-removals')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_offboard() {
    repeating_flags=()
    non_repeating_flags=(--apply --yes --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--report --reason --max-removals --config --format)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--report')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(json|html)'
        return
        ;;
    '--reason')
        return
        ;;
    '--max-removals')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion offboard -- positional@0 "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_levels-ssh_people() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--env --person --config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion people -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--person')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion people -- --person "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_keys() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    check|render)
        # Offer subcommand argument completions
        "_levels-ssh_keys_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'check render' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_keys_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--config --blocklist --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--blocklist')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(dat)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_keys_render() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--env --role --account --host --config)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion keys render -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--role')
        __levels-ssh_add_completions -W 'bastion'$'\n''host'
        return
        ;;
    '--account')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion keys render -- --account "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--host')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion keys render -- --host "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    esac
}

_levels-ssh_whitelist() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|add|remove|check)
        # Offer subcommand argument completions
        "_levels-ssh_whitelist_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list add remove check' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_whitelist_list() {
    repeating_flags=()
    non_repeating_flags=(--seen --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --vpc --config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist list -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--vpc')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist list -- --vpc "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_whitelist_add() {
    repeating_flags=()
    non_repeating_flags=(--exception --version -h --help)
    repeating_options=()
    non_repeating_options=(--owner --until --why --env --vpc --config --format)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--owner')
        return
        ;;
    '--until')
        return
        ;;
    '--why')
        return
        ;;
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist add -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--vpc')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist add -- --vpc "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_whitelist_remove() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--env --vpc --config --format)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist remove -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--vpc')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist remove -- --vpc "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_whitelist_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--env --vpc --config --format)
    __levels-ssh_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist check -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--vpc')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion whitelist check -- --vpc "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_log() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|verify)
        # Offer subcommand argument completions
        "_levels-ssh_log_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list verify' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_log_list() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--since --env --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--since')
        return
        ;;
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion log list -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_log_verify() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=(--holds)
    non_repeating_options=(--format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--holds')
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_config() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    check)
        # Offer subcommand argument completions
        "_levels-ssh_config_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'check' -- "${cur}"))
        ;;
    esac
}

_levels-ssh_config_check() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=(--config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_doctor() {
    repeating_flags=()
    non_repeating_flags=(--no-background --verbose -v --version -h --help)
    repeating_options=(--identity)
    non_repeating_options=(--env --reason --config --format)
    __levels-ssh_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--env')
        __levels-ssh_add_completions -W "$(__levels-ssh_custom_complete ---completion doctor -- --env "${COMP_CWORD}" "$(__levels-ssh_cursor_index_in_current_word)")"
        return
        ;;
    '--reason')
        return
        ;;
    '--identity')
        __levels-ssh_add_completions -f
        return
        ;;
    '--config')
        __levels-ssh_add_completions -o plusdirs -fX '!*.@(yaml|yml)'
        return
        ;;
    '--format')
        __levels-ssh_add_completions -W 'text'$'\n''json'
        return
        ;;
    esac
}

_levels-ssh_completions() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options 1

    # Offer positional completions
    case "${positional_number}" in
    1)
        __levels-ssh_add_completions -W 'bash'$'\n''zsh'$'\n''fish'
        return
        ;;
    esac
}

_levels-ssh_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __levels-ssh_offer_flags_options -1
}

complete -o filenames -F _levels-ssh levels-ssh
