/* cli_completion.c: what a shell offers while one types, from the table of options. What may stand as an argument is
 * told by its description (cli.h); names of forms and rules are asked of the programs when they are needed, as they
 * change with the forms. */
#include <string.h>

#include "cli/cli_int.h"

/* The tokens between the bars of an argument's description, without an ellipsis. */
static char **
argument_tokens(const GOptionEntry *o)
{
    char **tokens = g_strsplit(o->arg_description ? o->arg_description : "", "|", -1);
    for (size_t i = 0; tokens[i]; i++)
        if (g_str_has_suffix(tokens[i], "…"))
            tokens[i][strlen(tokens[i]) - strlen("…")] = '\0';
    return tokens;
}

static bool
is_word(const char *token)
{
    return *token >= 'a' && *token <= 'z';
}

/* What a token stands for in files: their endings, separated by spaces; "" for folders, "*" for all; else NULL. */
static const char *
token_endings(const char *token)
{
    static const struct {
        const char *token, *endings;
    } known[] = {{"DIR", ""}, {"FILE", "*"}, {"DOCUMENT", "pdf png svg txt"}, {"PICTURE", "png jpg jpeg pdf"}};
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        if (strcmp(token, known[i].token) == 0)
            return known[i].endings;
    const char *dot = is_word(token) ? NULL : strchr(token, '.');
    return dot ? dot + 1 : NULL;
}

bool
cli_takes_path(const GOptionEntry *o)
{
    char **tokens = argument_tokens(o);
    bool path = tokens[0] != NULL;
    for (size_t i = 0; tokens[i]; i++)
        path = path && (token_endings(tokens[i]) || strcmp(tokens[i], "-") == 0);
    g_strfreev(tokens);
    return path;
}

/* The name of a shell's function: the program's with _. */
static char *
shell_name(void)
{
    return g_strdelimit(g_strdup(g_get_prgname()), "-.", '_');
}

static const GOptionEntry *
option_at(const GArray *options, guint i)
{
    return &g_array_index(options, GOptionEntry, i);
}

/* ---- bash ---- */

/* Lines that fill COMPREPLY for an argument; `tool` there is the path to the programs. */
static void
bash_argument(GString *out, const GOptionEntry *o, const char *name, const char *indent)
{
    char **tokens = argument_tokens(o);
    GString *words = g_string_new(NULL);
    for (size_t i = 0; tokens[i]; i++) {
        const char *endings = token_endings(tokens[i]);
        if (is_word(tokens[i]))
            g_string_append_printf(words, "%s%s", words->len ? " " : "", tokens[i]);
        else if (strcmp(tokens[i], "FORM") == 0)
            g_string_append_printf(words, "%s$(%s_forms)", words->len ? " " : "", name);
        else if (strcmp(tokens[i], "ID") == 0)
            g_string_append_printf(words, "%s$(%s_rules)", words->len ? " " : "", name);
        else if (endings)
            g_string_append_printf(out, "%s%s_files '%s'\n", indent, name, endings);
    }
    if (words->len)
        g_string_append_printf(out, "%s%s_words \"%s\"\n", indent, name, words->str);
    g_string_free(words, TRUE);
    g_strfreev(tokens);
}

/* %1 is the function's name. _files takes endings; a folder leads to files, so folders are always offered. */
static const char bash_helpers[] =
    "%1_forms() { \"${tool}renkei-render\" --list 2>/dev/null | cut -f 1; }\n"
    "%1_rules() { \"${tool}renkei-check\" --list-rules 2>/dev/null | sed -n 's/^\\([A-Z][0-9][0-9.a-z]*\\).*/\\1/p'; "
    "}\n"
    "%1_words() { mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W \"$1\" -- \"$cur\"); }\n"
    "%1_files() {\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -d -- \"$cur\")\n"
    "    local ending\n"
    "    set -f\n"
    "    for ending in $1; do\n"
    "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -f -X \"!*.$ending\" -- \"$cur\")\n"
    "    done\n"
    "    set +f\n"
    "}\n"
    "%1() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} tool=${1%renkei-*}\n"
    "    # --form=pl is three words here.\n"
    "    if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n"
    "    COMPREPLY=()\n"
    "    case $prev in\n";

static void
append_named(GString *out, const char *pattern, const char *name)
{
    char **parts = g_strsplit(pattern, "%1", -1);
    char *text = g_strjoinv(name, parts);
    g_string_append(out, text);
    g_free(text);
    g_strfreev(parts);
}

static void
print_bash(const GArray *options, diag_language language, GString *out)
{
    char *shell = shell_name(), *name = g_strconcat("_", shell, NULL);
    (void)language; /* bash shows no descriptions */
    GString *all = g_string_new(NULL);
    append_named(out, bash_helpers, name);
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = option_at(options, i);
        if (*o->long_name)
            g_string_append_printf(all, "%s--%s", all->len ? " " : "", o->long_name);
        if (*o->long_name && o->short_name)
            g_string_append_printf(all, " -%c", o->short_name);
        if (!*o->long_name || !o->arg_description)
            continue;
        if (o->short_name)
            g_string_append_printf(out, "    -%c | --%s)\n", o->short_name, o->long_name);
        else
            g_string_append_printf(out, "    --%s)\n", o->long_name);
        bash_argument(out, o, name, "        ");
        g_string_append(out, "        return\n        ;;\n");
    }
    g_string_append_printf(out,
                           "    esac\n    if [[ $cur == -* ]]; then\n        %s_words '%s'\n        return\n    fi\n",
                           name, all->str);
    for (guint i = 0; i < options->len; i++)
        if (!*option_at(options, i)->long_name)
            bash_argument(out, option_at(options, i), name, "    ");
    g_string_append_printf(out, "}\ncomplete -F %s %s\n", name, g_get_prgname());
    g_string_free(all, TRUE);
    g_free(name);
    g_free(shell);
}

/* ---- zsh ---- */

static const char zsh_helpers[] =
    "%1_value() {\n"
    "    local token tool=${words[1]%renkei-*}\n"
    "    local -a offered\n"
    "    for token; do\n"
    "        case $token in\n"
    "        '/') _files -/ ;;\n"
    "        '.*') _files ;;\n"
    "        .*) _files -g \"*$token(-.)\" ;;\n"
    "        FORM) offered+=(${(f)\"$(${tool}renkei-render --list 2>/dev/null | cut -f 1)\"}) ;;\n"
    "        ID) offered+=(${(f)\"$(${tool}renkei-check --list-rules 2>/dev/null |\n"
    "            sed -n 's/^\\([A-Z][0-9][0-9.a-z]*\\).*/\\1/p')\"}) ;;\n"
    "        *) offered+=($token) ;;\n"
    "        esac\n"
    "    done\n"
    "    (( $#offered )) && compadd -a offered\n"
    "}\n";

/* The action of an argument: the tokens that _value knows. */
static void
zsh_argument(GString *out, const GOptionEntry *o, const char *name)
{
    char **tokens = argument_tokens(o);
    g_string_append_printf(out, ":%s: %s_value", o->arg_description, name);
    for (size_t i = 0; tokens[i]; i++) {
        const char *endings = token_endings(tokens[i]);
        char **each = endings && *endings ? g_strsplit(endings, " ", -1) : NULL;
        if (is_word(tokens[i]) || strcmp(tokens[i], "FORM") == 0 || strcmp(tokens[i], "ID") == 0)
            g_string_append_printf(out, " %s", tokens[i]);
        else if (endings && !*endings)
            g_string_append(out, " /");
        for (size_t k = 0; each && each[k]; k++)
            g_string_append_printf(out, " \".%s\"", each[k]);
        g_strfreev(each);
    }
    g_strfreev(tokens);
}

/* Single quotes and what _arguments reads as marks. */
static char *
zsh_words(const GOptionEntry *o, diag_language language)
{
    char *half = cli_half(o->description, language);
    GString *words = g_string_new(NULL);
    for (const char *p = half; *p; p++) {
        if (strchr("[]:\\", *p))
            g_string_append_c(words, '\\');
        if (*p != '\'')
            g_string_append_c(words, *p);
    }
    g_free(half);
    return g_string_free(words, FALSE);
}

static void
zsh_option(GString *out, const GOptionEntry *o, const char *name, diag_language language)
{
    char *words = zsh_words(o, language);
    const bool many = o->arg == G_OPTION_ARG_FILENAME_ARRAY;
    const char *equals = o->arg_description ? "=" : "";
    for (int which = o->short_name ? 0 : 1; which < 2; which++) {
        char *flag = which ? g_strdup_printf("--%s%s", o->long_name, equals)
                           : g_strdup_printf("-%c%s", o->short_name, *equals ? "+" : "");
        g_string_append_printf(out, " \\\n        '%s%s[%s]", many ? "*" : "", flag, words);
        if (o->arg_description)
            zsh_argument(out, o, name);
        g_string_append_c(out, '\'');
        g_free(flag);
    }
    g_free(words);
}

static void
print_zsh(const GArray *options, diag_language language, GString *out)
{
    char *shell = shell_name(), *name = g_strconcat("_", shell, NULL);
    g_string_append_printf(out, "#compdef %s\n", g_get_prgname());
    append_named(out, zsh_helpers, name);
    g_string_append_printf(out, "%s() {\n    _arguments -s", name);
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = option_at(options, i);
        if (*o->long_name) {
            zsh_option(out, o, name, language);
        } else {
            g_string_append(out, " \\\n        '*");
            zsh_argument(out, o, name);
            g_string_append_c(out, '\'');
        }
    }
    /* The file is the body of the function that compinit knows: when it is loaded and each time that it is called. */
    g_string_append_printf(out,
                           "\n}\nif [[ $zsh_eval_context[-1] == (loadautofunc|shfunc) ]]; then %s \"$@\"; else compdef "
                           "%s %s; fi\n",
                           name, name, g_get_prgname());
    g_free(name);
    g_free(shell);
}

/* ---- fish ---- */

static void
fish_argument(GString *out, const GOptionEntry *o)
{
    char **tokens = argument_tokens(o);
    GString *offered = g_string_new(NULL);
    for (size_t i = 0; tokens[i]; i++) {
        const char *endings = token_endings(tokens[i]);
        char **each = endings && *endings ? g_strsplit(endings, " ", -1) : NULL;
        if (is_word(tokens[i]))
            g_string_append_printf(offered, " %s", tokens[i]);
        else if (strcmp(tokens[i], "FORM") == 0)
            g_string_append(offered, " (renkei-render --list 2>/dev/null | cut -f 1)");
        else if (strcmp(tokens[i], "ID") == 0)
            g_string_append(offered, " (renkei-check --list-rules 2>/dev/null |"
                                     " string match -r \"^[A-Z][0-9][0-9.a-z]*\")");
        else if (endings && !*endings)
            g_string_append(offered, " (__fish_complete_directories (commandline -ct))");
        for (size_t k = 0; each && each[k]; k++)
            g_string_append_printf(offered, " (__fish_complete_suffix %s%s)", strcmp(each[k], "*") == 0 ? "" : ".",
                                   strcmp(each[k], "*") == 0 ? "\"\"" : each[k]);
        g_strfreev(each);
    }
    if (offered->len)
        g_string_append_printf(out, " -a '%s'", offered->str + 1);
    g_string_free(offered, TRUE);
    g_strfreev(tokens);
}

static void
print_fish(const GArray *options, diag_language language, GString *out)
{
    for (guint i = 0; i < options->len; i++) {
        const GOptionEntry *o = option_at(options, i);
        char *half = *o->long_name ? cli_half(o->description, language) : NULL;
        char *words = half ? g_strdelimit(half, "'", '"') : NULL;
        g_string_append_printf(out, "complete -c %s", g_get_prgname());
        if (!*o->long_name || o->arg_description)
            g_string_append(out, *o->long_name ? " -x" : " -f");
        if (*o->long_name && o->short_name)
            g_string_append_printf(out, " -s %c", o->short_name);
        if (*o->long_name)
            g_string_append_printf(out, " -l %s -d '%s'", o->long_name, words);
        fish_argument(out, o);
        g_string_append_c(out, '\n');
        g_free(words);
    }
}

bool
cli_print_completion(const GArray *options, const char *shell, diag_language language, GString *out)
{
    static const struct {
        const char *shell;
        void (*print)(const GArray *options, diag_language language, GString *out);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    for (size_t i = 0; i < G_N_ELEMENTS(shells); i++) {
        if (strcmp(shell, shells[i].shell) != 0)
            continue;
        shells[i].print(options, language, out);
        return true;
    }
    return false;
}
