function __levels-ssh_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __levels-ssh_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __levels-ssh_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __levels-ssh_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __levels-ssh_parse_tokens -S
    set -l unparsed_tokens (__levels-ssh_tokens -pc)
    switch $unparsed_tokens[1]
    case 'levels-ssh'
        __levels-ssh_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'db'
            __levels-ssh_parse_subcommand -r 1 'env=' 'database=' 'writer' 'reader' 'port=' 'socket=' 'for=' 'idle=' 'reason=' 'wait=' 'identity=+' 'config=' 'check' 'database-url' 'no-background' 'format=' 'v/verbose' 'version' 'h/help'
        case 'shell'
            __levels-ssh_parse_subcommand -r 2 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'version' 'h/help'
        case 'exec'
            __levels-ssh_parse_subcommand -r 1 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'host=+' 'all' 'parallel=' 'timeout=' 'format=' 'output-dir=' 'version' 'h/help'
        case 'copy'
            __levels-ssh_parse_subcommand 2 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'version' 'h/help'
        case 'forward'
            __levels-ssh_parse_subcommand -r 1 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'via=' 'socks=' 'for=' 'version' 'h/help'
        case 'proxy'
            __levels-ssh_parse_subcommand 1 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'version' 'h/help'
        case 'ssh-config'
            __levels-ssh_parse_subcommand 0 'env=' 'known-hosts' 'config=' 'version' 'h/help'
        case 'session'
            __levels-ssh_parse_subcommand -r 1 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'db=+' 'record=' 'for=' 'version' 'h/help'
        case 'open'
            __levels-ssh_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'db'
                __levels-ssh_parse_subcommand 0 'env=' 'database=' 'writer' 'reader' 'port=' 'socket=' 'for=' 'idle=' 'reason=' 'wait=' 'identity=+' 'config=' 'format=' 'version' 'h/help'
            end
        case 'list'
            __levels-ssh_parse_subcommand 0 'format=' 'version' 'h/help'
        case 'close'
            __levels-ssh_parse_subcommand 1 'all' 'version' 'h/help'
        case 'logs'
            __levels-ssh_parse_subcommand 1 'version' 'h/help'
        case 'plan'
            __levels-ssh_parse_subcommand 0 'env=' 'host=+' 'person=' 'identity=+' 'config=' 'format=' 'v/verbose' 'only=+' 'max-removals=' 'version' 'h/help'
        case 'apply'
            __levels-ssh_parse_subcommand 0 'env=' 'host=+' 'person=' 'identity=+' 'config=' 'format=' 'v/verbose' 'only=+' 'max-removals=' 'reason=' 'yes' 'version' 'h/help'
        case 'verify'
            __levels-ssh_parse_subcommand 0 'env=' 'host=+' 'person=' 'identity=+' 'config=' 'format=' 'v/verbose' 'only=+' 'version' 'h/help'
        case 'owed'
            __levels-ssh_parse_subcommand 0 'config=' 'format=' 'version' 'h/help'
        case 'audit'
            __levels-ssh_parse_subcommand 0 'env=' 'host=+' 'person=' 'identity=+' 'config=' 'format=' 'v/verbose' 'html=' 'version' 'h/help'
        case 'onboard'
            __levels-ssh_parse_subcommand 1 'key=+' 'access=+' 'from=+' 'until=' 'name=' 'apply' 'yes' 'reason=' 'max-removals=' 'identity=+' 'config=' 'format=' 'v/verbose' 'version' 'h/help'
        case 'offboard'
            __levels-ssh_parse_subcommand 1 'report=' 'apply' 'yes' 'reason=' 'max-removals=' 'identity=+' 'config=' 'format=' 'v/verbose' 'version' 'h/help'
        case 'people'
            __levels-ssh_parse_subcommand 0 'env=' 'person=' 'config=' 'format=' 'version' 'h/help'
        case 'keys'
            __levels-ssh_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'check'
                __levels-ssh_parse_subcommand 0 'config=' 'blocklist=' 'format=' 'version' 'h/help'
            case 'render'
                __levels-ssh_parse_subcommand 0 'env=' 'role=' 'account=' 'host=' 'config=' 'version' 'h/help'
            end
        case 'whitelist'
            __levels-ssh_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __levels-ssh_parse_subcommand 0 'seen' 'identity=+' 'env=' 'vpc=' 'config=' 'format=' 'version' 'h/help'
            case 'add'
                __levels-ssh_parse_subcommand 1 'owner=' 'until=' 'why=' 'exception' 'env=' 'vpc=' 'config=' 'format=' 'version' 'h/help'
            case 'remove'
                __levels-ssh_parse_subcommand 1 'env=' 'vpc=' 'config=' 'format=' 'version' 'h/help'
            case 'check'
                __levels-ssh_parse_subcommand 1 'env=' 'vpc=' 'config=' 'format=' 'version' 'h/help'
            end
        case 'log'
            __levels-ssh_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __levels-ssh_parse_subcommand 0 'since=' 'env=' 'format=' 'version' 'h/help'
            case 'verify'
                __levels-ssh_parse_subcommand 0 'holds=+' 'format=' 'version' 'h/help'
            end
        case 'config'
            __levels-ssh_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'check'
                __levels-ssh_parse_subcommand 0 'config=' 'format=' 'version' 'h/help'
            end
        case 'doctor'
            __levels-ssh_parse_subcommand 0 'env=' 'reason=' 'identity=+' 'config=' 'no-background' 'v/verbose' 'format=' 'version' 'h/help'
        case 'completions'
            __levels-ssh_parse_subcommand 1 'version' 'h/help'
        case 'help'
            __levels-ssh_parse_subcommand -r 1 'version'
        end
    end
end

function __levels-ssh_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __levels-ssh_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __levels-ssh_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __levels-ssh_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__levels-ssh_tokens -p)
    if test -z "$(__levels-ssh_tokens -t)"
        set -l index (count (__levels-ssh_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'levels-ssh' -f
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'db' -d 'Open the double tunnel to a database, and run a client through it.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'shell' -d 'Open a terminal on a host behind the bastion.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'exec' -d 'Run a command on a host behind the bastion.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'copy' -d 'Copy a file to a host behind the bastion, or from one.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'forward' -d 'Forward local ports to what a host behind the bastion reaches.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'proxy' -d 'Join standard input and output to a host\'s SSH port, as ssh\'s ProxyCommand.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'ssh-config' -d 'Print a configuration for ssh in which every host is reached through its bastion.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'session' -d 'Run a script with tunnels and ssh into an environment, and take everything down at its end.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'open' -d 'Open a tunnel that stays open in the background.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'list' -d 'List the tunnels that are open in the background, and who uses them.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'close' -d 'Close a tunnel that is open in the background, or all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'logs' -d 'Print what the background processes had to say.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'plan' -d 'Show where keys, login policy and whitelists on bastions and hosts differ from what is declared.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'apply' -d 'Make keys, login policy and whitelists on bastions and hosts what is declared.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'verify' -d 'Prove which keys every account takes, and from where bastions let people come.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'owed' -d 'List what is still owed: keys that could not be taken out, or put in, so far.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'audit' -d 'Measure the whole estate against what is declared, and write it down for an auditor.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'onboard' -d 'Let somebody in: write their file in the roster, and with --apply bring the machines in step.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'offboard' -d 'Put somebody out: revoke their keys, and with --apply everywhere, sessions included, and prove it.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'people' -d 'List who may reach what, until when, and from where.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'keys' -d 'Check the public keys of the roster, and print what they become on a host.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'whitelist' -d 'Show and change who may come to the bastions.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'log' -d 'List the tunnels that were opened and the changes that were applied, and prove that the list is whole.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'config' -d 'Look at the declared state.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'doctor' -d 'Check step by step what is needed to get to a host.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'completions' -d 'Print the completion script of a shell.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion db -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" database' -l 'database' -d 'The database, as levels.yaml names it.' -rfka '(__levels-ssh_custom_completion ---completion db -- --database (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" writer' -l 'writer' -d 'Reach the writer. This is the default.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" reader' -l 'reader' -d 'Reach the reader.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" port' -l 'port' -d 'Listen on this port of 127.0.0.1. Default: the declared one.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" socket' -l 'socket' -d 'Listen on a Unix socket, in a folder that is yours alone unless a path is given.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" for' -l 'for' -d 'Close after this time: 90s, 30m, 2h, 1h30m.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" idle' -l 'idle' -d 'Close when nothing has moved for this time. A connection with a query in flight is not idle.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" wait' -l 'wait' -d 'Keep trying for this time until the database answers.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" check' -l 'check' -d 'Open, prove that the database answers, and close.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" database-url' -l 'database-url' -d 'Give the client DATABASE_URL as well, password included.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" format' -l 'format' -d 'What stdout is made of: text or json, one event a line.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" v verbose' -l 'verbose' -s 'v' -d 'Tell more: algorithms, and every client that comes and goes.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh db" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion shell -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh shell" -eq 1' -fka '(__levels-ssh_custom_completion ---completion shell -- positional@0 (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh shell" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion exec -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec"' -l 'host' -d 'The host to run it on; may be repeated. Default: the first that can be had.' -rfka '(__levels-ssh_custom_completion ---completion exec -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" all' -l 'all' -d 'Run it on every host of the environment.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" parallel' -l 'parallel' -d 'On several hosts: how many of them at once.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" timeout' -l 'timeout' -d 'End the command after this time: 90s, 30m, 2h.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" format' -l 'format' -d 'What stdout is made of with --host or --all: text, lines behind a host\'s name, or json, one event a line.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" output-dir' -l 'output-dir' -d 'With --host or --all: write what each host says to HOST.out and HOST.err here instead.' -rfa '(__levels-ssh_complete_directories)'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh exec" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion copy -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh copy" -eq 1' -F
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh copy" -eq 2' -F
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh copy" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion forward -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" via' -l 'via' -d 'The host to forward from. Default: the first that can be had.' -rfka '(__levels-ssh_custom_completion ---completion forward -- --via (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" socks' -l 'socks' -d 'Listen for SOCKS 5, on this port of 127.0.0.1 if one is given.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" for' -l 'for' -d 'Close after this time: 90s, 30m, 2h, 1h30m.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh forward" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion proxy -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh proxy" -eq 1' -fka '(__levels-ssh_custom_completion ---completion proxy -- positional@0 (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh proxy" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh ssh-config" env' -l 'env' -d 'Only this environment. Default: all.' -rfka '(__levels-ssh_custom_completion ---completion ssh-config -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh ssh-config" known-hosts' -l 'known-hosts' -d 'Print the declared host keys instead, as a known_hosts file.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh ssh-config" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh ssh-config" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh ssh-config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion session -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session"' -l 'db' -l 'database' -d 'A database to open, or NAME/reader; may be repeated. The first is what clients mean.' -rfka '(__levels-ssh_custom_completion ---completion session -- --db (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" record' -l 'record' -d 'Record what the script shows, as an asciicast, in a new file; what is typed is not.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" for' -l 'for' -d 'End the script after this time: 90s, 30m, 2h, 1h30m.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh session" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh open" -eq 1' -fa 'db' -d 'Open the double tunnel to a database in the background, and return when it is ready.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion open db -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" database' -l 'database' -d 'The database, as levels.yaml names it.' -rfka '(__levels-ssh_custom_completion ---completion open db -- --database (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" writer' -l 'writer' -d 'Reach the writer. This is the default.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" reader' -l 'reader' -d 'Reach the reader.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" port' -l 'port' -d 'Listen on this port of 127.0.0.1. Default: the declared one.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" socket' -l 'socket' -d 'Listen on a Unix socket, in a folder that is yours alone unless a path is given.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" for' -l 'for' -d 'Close after this time: 90s, 30m, 2h, 1h30m.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" idle' -l 'idle' -d 'Close when nothing has moved for this time. A connection with a query in flight is not idle.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" wait' -l 'wait' -d 'Keep trying for this time until the database answers.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh open db" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh list" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh list" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh close" all' -l 'all' -d 'Close all of them.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh close" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh close" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh logs" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh logs" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" env' -l 'env' -d 'Only the machines of this environment, the bastions of its VPC among them. Default: every machine.' -rfka '(__levels-ssh_custom_completion ---completion plan -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan"' -l 'host' -d 'Only this host, or the machine at this address; may be repeated.' -rfka '(__levels-ssh_custom_completion ---completion plan -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" person' -l 'person' -d 'Only what concerns this person\'s keys: machines where something about them is to be done.' -rfka '(__levels-ssh_custom_completion ---completion plan -- --person (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan"' -l 'only' -d 'Only this of each machine, and nothing else is looked at or changed: keys, login (how sshd lets people in) or whitelist (who may come to a bastion). May be repeated, or be a list with commas. Default: all of it.' -rfka 'keys login whitelist'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" max-removals' -l 'max-removals' -d 'So many keys of an account may go, even if that is more than a quarter of them.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh plan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" env' -l 'env' -d 'Only the machines of this environment, the bastions of its VPC among them. Default: every machine.' -rfka '(__levels-ssh_custom_completion ---completion apply -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply"' -l 'host' -d 'Only this host, or the machine at this address; may be repeated.' -rfka '(__levels-ssh_custom_completion ---completion apply -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" person' -l 'person' -d 'Only what concerns this person\'s keys: machines where something about them is to be done.' -rfka '(__levels-ssh_custom_completion ---completion apply -- --person (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply"' -l 'only' -d 'Only this of each machine, and nothing else is looked at or changed: keys, login (how sshd lets people in) or whitelist (who may come to a bastion). May be repeated, or be a list with commas. Default: all of it.' -rfka 'keys login whitelist'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" max-removals' -l 'max-removals' -d 'So many keys of an account may go, even if that is more than a quarter of them.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" reason' -l 'reason' -d 'Why; required where a machine of a protected environment may be changed.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" yes' -l 'yes' -d 'Do not ask. Without a terminal nothing is changed unless this is given.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh apply" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" env' -l 'env' -d 'Only the machines of this environment, the bastions of its VPC among them. Default: every machine.' -rfka '(__levels-ssh_custom_completion ---completion verify -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify"' -l 'host' -d 'Only this host, or the machine at this address; may be repeated.' -rfka '(__levels-ssh_custom_completion ---completion verify -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" person' -l 'person' -d 'Only what concerns this person\'s keys: machines where something about them is to be done.' -rfka '(__levels-ssh_custom_completion ---completion verify -- --person (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify"' -l 'only' -d 'Only this of each machine, and nothing else is looked at or changed: keys, login (how sshd lets people in) or whitelist (who may come to a bastion). May be repeated, or be a list with commas. Default: all of it.' -rfka 'keys login whitelist'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh owed" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh owed" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh owed" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh owed" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" env' -l 'env' -d 'Only the machines of this environment, the bastions of its VPC among them. Default: every machine.' -rfka '(__levels-ssh_custom_completion ---completion audit -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit"' -l 'host' -d 'Only this host, or the machine at this address; may be repeated.' -rfka '(__levels-ssh_custom_completion ---completion audit -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" person' -l 'person' -d 'Only what concerns this person\'s keys: machines where something about them is to be done.' -rfka '(__levels-ssh_custom_completion ---completion audit -- --person (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" html' -l 'html' -d 'Write it as one page as well, which needs nothing else: to keep, or to print.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'html\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh audit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard"' -l 'key' -d 'Their public key: a .pub file, or - for stdin; may be repeated.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'pub\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard"' -l 'access' -d 'What they may reach: an environment, =, and tunnel or shell; may be repeated.' -rfka '(__levels-ssh_custom_completion ---completion onboard -- --access (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard"' -l 'from' -d 'A network that they may come from; may be repeated. Default: the VPC\'s whitelist.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" until' -l 'until' -d 'The last day that it holds, YYYY-MM-DD. Default: no end.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" name' -l 'name' -d 'What people call them. Default: the name in the roster.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" apply' -l 'apply' -d 'Bring the machines in step as well, and prove it by asking sshd.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" yes' -l 'yes' -d 'Do not ask. Without a terminal no machine is changed unless this is given.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" reason' -l 'reason' -d 'Why; required where a machine of a protected environment may be changed.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" max-removals' -l 'max-removals' -d 'So many keys of an account may go, even if that is more than a quarter of them.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh onboard" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh offboard" -eq 1' -fka '(__levels-ssh_custom_completion ---completion offboard -- positional@0 (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" report' -l 'report' -d 'Write what was done, and what sshd said, to this file. With --apply.' -rfa '(set -l exts \'json\' \'html\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" apply' -l 'apply' -d 'Bring the machines in step as well, and prove it by asking sshd.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" yes' -l 'yes' -d 'Do not ask. Without a terminal no machine is changed unless this is given.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" reason' -l 'reason' -d 'Why; required where a machine of a protected environment may be changed.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" max-removals' -l 'max-removals' -d 'So many keys of an account may go, even if that is more than a quarter of them.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how machines are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh offboard" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" env' -l 'env' -d 'Only who may reach this environment.' -rfka '(__levels-ssh_custom_completion ---completion people -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" person' -l 'person' -d 'Only this person.' -rfka '(__levels-ssh_custom_completion ---completion people -- --person (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh people" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh keys" -eq 1' -fa 'check' -d 'Check the roster and its keys, and say what is wrong with them and where.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh keys" -eq 1' -fa 'render' -d 'Print the authorized_keys file of an account, for baking into an image.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys check" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys check" blocklist' -l 'blocklist' -d 'A list of compromised keys: blocklist.dat of badkeys. Default: where badkeys --update-bl puts it.' -rfa '(for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.\'dat\';printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys check" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys check" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" env' -l 'env' -d 'The environment.' -rfka '(__levels-ssh_custom_completion ---completion keys render -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" role' -l 'role' -d 'What the image is for: bastion or host.' -rfka 'bastion host'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" account' -l 'account' -d 'The account. Default: the one that tunnels pass through, or end in.' -rfka '(__levels-ssh_custom_completion ---completion keys render -- --account (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" host' -l 'host' -d 'Exactly as this host has it. Default: as any that reaches databases.' -rfka '(__levels-ssh_custom_completion ---completion keys render -- --host (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh keys render" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh whitelist" -eq 1' -fa 'list' -d 'List the networks that may come to the bastions: whose, why, until when.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh whitelist" -eq 1' -fa 'add' -d 'Add a network to a VPC\'s whitelist in levels.yaml.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh whitelist" -eq 1' -fa 'remove' -d 'Take a network out of a VPC\'s whitelist in levels.yaml.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh whitelist" -eq 1' -fa 'check' -d 'Say whether an address is admitted, and by which entry.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" seen' -l 'seen' -d 'Ask the bastions\' logs when somebody last came from each network.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list"' -l 'identity' -d 'With --seen: a private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" env' -l 'env' -d 'The VPC of this environment.' -rfka '(__levels-ssh_custom_completion ---completion whitelist list -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" vpc' -l 'vpc' -d 'This VPC.' -rfka '(__levels-ssh_custom_completion ---completion whitelist list -- --vpc (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" owner' -l 'owner' -d 'Whose it is.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" until' -l 'until' -d 'The last day it holds, YYYY-MM-DD; it ends at 24:00 UTC.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" why' -l 'why' -d 'What it is for.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" exception' -l 'exception' -d 'It is wider than /8 (IPv6: /16), and an exception; --why is needed.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" env' -l 'env' -d 'The VPC of this environment.' -rfka '(__levels-ssh_custom_completion ---completion whitelist add -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" vpc' -l 'vpc' -d 'This VPC.' -rfka '(__levels-ssh_custom_completion ---completion whitelist add -- --vpc (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" env' -l 'env' -d 'The VPC of this environment.' -rfka '(__levels-ssh_custom_completion ---completion whitelist remove -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" vpc' -l 'vpc' -d 'This VPC.' -rfka '(__levels-ssh_custom_completion ---completion whitelist remove -- --vpc (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist remove" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" env' -l 'env' -d 'The VPC of this environment.' -rfka '(__levels-ssh_custom_completion ---completion whitelist check -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" vpc' -l 'vpc' -d 'This VPC.' -rfka '(__levels-ssh_custom_completion ---completion whitelist check -- --vpc (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh whitelist check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh log" -eq 1' -fa 'list' -d 'List the tunnels that were opened and the changes that were applied from here.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh log" -eq 1' -fa 'verify' -d 'Prove that no line of the journal was changed, taken out, moved or cut off.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log list" since' -l 'since' -d 'Only what happened since: 90m, 2h, 7d, a day or a moment in UTC.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log list" env' -l 'env' -d 'Only what concerns this environment.' -rfka '(__levels-ssh_custom_completion ---completion log list -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log list" format' -l 'format' -d 'What stdout is made of: text or json, one entry a line.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log list" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log verify"' -l 'holds' -d 'A head that was printed before, which must be in it; may be repeated.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log verify" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log verify" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh log verify" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh config" -eq 1' -fa 'check' -d 'Check levels.yaml, and say what is wrong with it and where.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config check" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config check" format' -l 'format' -d 'What stdout is made of: text or json, one value.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config check" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh config check" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" env' -l 'env' -d 'The environment. Default: $LEVELS_ENV.' -rfka '(__levels-ssh_custom_completion ---completion doctor -- --env (count (__levels-ssh_tokens -pc)) (__levels-ssh_tokens -tC))'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" reason' -l 'reason' -d 'Why; required where the environment is protected. Default: $LEVELS_REASON.' -rfka ''
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor"' -l 'identity' -d 'A private key to log in with; may be repeated.' -rF
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" config' -l 'config' -d 'levels.yaml. Default: $LEVELS_CONFIG, or found upwards from here.' -rfa '(set -l exts \'yaml\' \'yml\';for p in (string match -e -- \'*/\' (commandline -t);or printf \n)*.{$exts};printf %s\n $p;end;__fish_complete_directories (commandline -t) \'\')'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" no-background' -l 'no-background' -d 'Log in by itself, even where a background process of the VPC is up. LEVELS_BACKGROUND=no says so for all.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" v verbose' -l 'verbose' -s 'v' -d 'Tell more: which keys were left out, and how hosts are reached.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" format' -l 'format' -d 'What stdout is made of: text or json, one step a line.' -rfka 'text json'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_positional "levels-ssh completions" -eq 1' -fka 'bash zsh fish'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh completions" version' -l 'version' -d 'Show the version.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh completions" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'levels-ssh' -n '__levels-ssh_should_offer_completions_for_flags_or_options "levels-ssh help" version' -l 'version' -d 'Show the version.'
