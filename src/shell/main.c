/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "shell/lab.h"
#include "shell/language.h"
#include "shell/prompt.h"
#include "shell/shell.h"
#include "sock/lookup.h"
#include "view/jsonl.h"
#include "view/plain.h"
#include "view/width.h"
#include "wire/lab.h"

enum argument_id {
	ARG_COMMANDS = 'c',
	ARG_HELP = 'h',
	ARG_VERSION = 256,
	ARG_QUIET,
	ARG_PLAIN,
	ARG_NO_INIT,
	ARG_LANG,
	ARG_LAB,
	ARG_JSON,
	ARG_MDOC,
	ARG_WORDS,
};

/* The options: what getopt knows, --help shows and --list-words names. */
static const struct choice {
	const char *name; /* long; NULL: its letter alone */
	enum argument_id id;
	const char *arg;   /* NULL: none */
	bool may_lack_arg; /* --lab[=HOSTS] */
	const char *help;  /* NULL: not told of */
	const char *more;  /* what else the man page says, in mdoc(7) */
} choices[] = {
	{ NULL, ARG_COMMANDS, N_("COMMANDS"), false, N_("run these commands"),
	    "Then it ends.\n" },
	{ "quiet", ARG_QUIET, NULL, false,
	    N_("do not show the system calls made"),
	    "What\n.Ic print\nprints is shown, and so are mistakes.\n" },
	{ "json", ARG_JSON, NULL, false,
	    N_("say everything as JSON, an object a line"),
	    "See\n.Sx JSON .\n" },
	{ "plain", ARG_PLAIN, NULL, false,
	    N_("no colour, no drawing characters"), NULL },
	{ "no-init", ARG_NO_INIT, NULL, false,
	    N_("do not run init.sksh before the prompt"),
	    "See\n.Sx FILES .\n" },
	{ "lang", ARG_LANG, "LL", false,
	    N_("messages in this language: en, zh_CN"),
	    "It does not matter what the locale says.\n" },
	{ "lab", ARG_LAB, N_("HOSTS"), true,
	    N_("start in the lab: client, server and a wire between them"),
	    "Or with two to four hosts of these names, with commas between.\n"
	    "Where this system allows no namespaces for it, that is said, and\n"
	    "the shell goes on without.\n" },
	{ "version", ARG_VERSION, NULL, false,
	    N_("what this is, and what is built in"), "And the licence.\n" },
	{ "help", ARG_HELP, NULL, false, N_("a summary of these options"),
	    "So does\n.Fl h .\n" },
	{ "mdoc", ARG_MDOC, "PART", false, NULL, NULL },
	{ "list-words", ARG_WORDS, NULL, false, NULL, NULL },
};

enum {
	NCHOICES = sizeof(choices) / sizeof(choices[0]),
	USAGE_COLUMN = 17, /* where --help says what an option is */
};

/* A descriptor that was closed when we started would be the user's first
 * socket: something has to stand there. Returns whether fd was closed. */
static bool
hold_standard(int fd)
{
	if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
		return false;
	if (open("/dev/null", fd == STDIN_FILENO ? O_RDONLY : O_WRONLY) != fd)
		exit(1);
	return true;
}

/* Where a language is not to be had English does. */
static void
speak(const char *lang)
{
	struct strbuf name = { 0 };

	language_set(lang);
	if (!language_found(lang)) {
		text_safe(&name, lang, strlen(lang), true);
		fprintf(stderr,
		    _("socksh: --lang=%.40s: there is no catalogue of this "
		      "language; the messages are in English\n"),
		    sb_text(&name));
	}
	sb_free(&name);
}

static void
say_option(struct strbuf *out, const struct choice *choice)
{
	const char *arg = choice->arg != NULL ? _(choice->arg) : "";
	struct strbuf line = { 0 };
	size_t width;

	if (choice->name == NULL)
		sb_printf(&line, "  -%c %s", choice->id, arg);
	else
		sb_printf(&line, "      --%s%s%s", choice->name,
		    *arg != '\0' ? "=" : "", arg);
	width = text_width(line.data, line.len);
	sb_fill(&line, ' ', width < USAGE_COLUMN ? USAGE_COLUMN - width : 1);
	sb_printf(out, "%s%s\n", line.data, _(choice->help));
	sb_free(&line);
}

static void
print_usage(bool plain)
{
	struct strbuf out = { 0 };

	sb_str(&out,
	    _("Usage: socksh [OPTION]... [FILE [ARG]...]\n"
	      "       socksh [OPTION]... -c COMMANDS [ARG]...\n"
	      "The socket shell: BSD sockets, typed call by call.\n"
	      "\n"
	      "Without FILE, commands come from standard input: at a "
	      "terminal, from a prompt.\n"
	      "\n"));
	for (size_t i = 0; i < NCHOICES; i++) {
		if (choices[i].help != NULL)
			say_option(&out, &choices[i]);
	}
	sb_str(&out,
	    _("\nExit status: 0 fine, 1 an expectation or a command failed, "
	      "2 wrong usage.\n"));
	lesson_modes_help(&out);
	if (plain)
		plain_text(&out);
	fputs(out.data, stdout);
	sb_free(&out);
}

/* That messages are in. */
static const char *const languages[] = { "en", "zh_CN" };

/* For the completion of shells (completions/): what may stand on the command line, a
 * kind, a word and what it is on each line. */
static void
print_words(void)
{
	for (size_t i = 0; i < NCHOICES; i++) {
		const struct choice *choice = &choices[i];

		if (choice->help == NULL)
			continue;
		if (choice->name == NULL)
			printf("option\t-%c\t%s\n", choice->id,
			    _(choice->help));
		else
			printf("option\t--%s%s\t%s\n", choice->name,
			    choice->arg != NULL ? "=" : "", _(choice->help));
	}
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
		printf("language\t%s\t\n", languages[i]);
	lesson_words();
}

static void
print_version(void)
{
	printf("%s\n", PACKAGE_STRING);
	printf(_("built with: GNU readline %s"), prompt_library());
	if (jsonl_library() != NULL)
		printf(", jansson %s", jsonl_library());
#ifdef HAVE_LIBMNL
	fputs(", libmnl", stdout);
#endif
#if defined(ENABLE_NLS) && ENABLE_NLS
	fputs(", gettext", stdout);
#endif
	fputs(_("\nLicence GPLv3+: GNU GPL version 3 or later "
		"<https://gnu.org/licenses/gpl.html>\n"
		"There is no warranty, to the extent permitted by law.\n"),
	    stdout);
}

enum { WORD_SHOWN_MAX = 200 };

static int
usage_error(const char *what, const char *why)
{
	struct strbuf safe = { 0 };

	text_safe(&safe, what, strnlen(what, WORD_SHOWN_MAX), true);
	fprintf(stderr, "socksh: %s%s: %s\n", sb_text(&safe),
	    strlen(what) > WORD_SHOWN_MAX ? "..." : "", why);
	sb_free(&safe);
	return 2;
}

/* $1, $2, … and argv, as scripts see them. */
static void
set_arguments(struct shell *sh, const char *name, char **args)
{
	struct value *items, argv;
	char number[24], *cause = NULL;
	size_t n = 1;

	while (args[n - 1] != NULL)
		n++;
	items = xcalloc(n, sizeof(items[0]));
	items[0] = value_str(name);
	for (size_t i = 1; i < n; i++)
		items[i] = value_str(args[i - 1]);
	for (size_t i = 0; i < n; i++) {
		snprintf(number, sizeof(number), "%zu", i);
		interp_set(sh->interp, number, value_copy(&items[i]));
	}
	if (value_tuple(&argv, items, n, &cause))
		interp_set(sh->interp, "argv", argv);
	free(cause);
	free(items);
}

/* What to do, as the command line says it. */
struct request {
	const char *commands;
	const char *lang;
	const char *lab; /* names of hosts; "": client,server; NULL: no lab */
	bool quiet;
	bool json;
	bool plain;
	bool no_init;
	const char *mdoc; /* a part of the man page, or NULL */
	int done;         /* -1, or the status with which to end at once */
};

static void
parse_option(struct request *r, int option)
{
	struct lab_names names;
	char *cause = NULL;

	switch (option) {
	case ARG_COMMANDS:
		r->commands = optarg;
		break;
	case ARG_QUIET:
		r->quiet = true;
		break;
	case ARG_PLAIN:
		r->plain = true;
		break;
	case ARG_NO_INIT:
		r->no_init = true;
		break;
	case ARG_LANG:
		r->lang = optarg;
		break;
	case ARG_MDOC:
		r->mdoc = optarg;
		break;
	case ARG_LAB:
		r->lab = optarg != NULL ? optarg : "";
		if (!lab_names(&names, r->lab, &cause))
			r->done = usage_error("--lab", cause);
		free(cause);
		break;
	case ARG_JSON:
		if (jsonl_library() == NULL)
			r->done = usage_error("--json",
			    _("this socksh was built without jansson"));
		r->json = true;
		break;
	case ARG_HELP:
		language_set(r->lang);
		print_usage(r->plain);
		r->done = 0;
		break;
	case ARG_WORDS:
		print_words();
		r->done = 0;
		break;
	case ARG_VERSION:
		language_set(r->lang);
		print_version();
		r->done = 0;
		break;
	default:
		r->done = 2;
		break;
	}
}

/* Says what is wrong with an option; getopt would show it as it is. */
static void
option_error(int option, const char *word)
{
	char letter[] = { '-', (char)optopt, '\0' };
	/* -h, the short form, cannot be wrong. */
	bool is_long = optopt == 0 || optopt > 255 || optopt == ARG_HELP;
	const char *why = _("no such option");

	if (option == ':')
		why = _("it takes an argument");
	else if (is_long && optopt != 0)
		why = _("it takes no argument");
	usage_error(is_long ? word : letter, why);
	fputs(_("Try: socksh --help\n"), stderr);
}

/* What getopt_long wants; ended by a zeroed one. */
static void
long_options(struct option options[static NCHOICES + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < NCHOICES; i++) {
		const struct choice *choice = &choices[i];

		if (choice->name == NULL)
			continue;
		options[n++] = (struct option){
			.name = choice->name,
			.has_arg = choice->arg == NULL ? no_argument :
			    choice->may_lack_arg       ? optional_argument :
							 required_argument,
			.val = (int)choice->id,
		};
	}
	options[n] = (struct option){ 0 };
}

static struct request
parse_arguments(int argc, char **argv)
{
	struct request r = { .done = -1 };
	struct option options[NCHOICES + 1];
	int option;

	long_options(options);
	opterr = 0;
	while (r.done == -1 && r.commands == NULL &&
	    (option = getopt_long(argc, argv, "+:c:h", options, NULL)) != -1) {
		parse_option(&r, option);
		if (option == '?' || option == ':')
			option_error(option, argv[optind - 1]);
	}
	return r;
}

/* The options, for the man page: mdoc(7). */
static void
print_options_mdoc(void)
{
	puts(".Bl -tag -width Ds");
	for (size_t i = 0; i < NCHOICES; i++) {
		const struct choice *choice = &choices[i];

		if (choice->help == NULL)
			continue;
		if (choice->name == NULL)
			printf(".It Fl %c Ar %s\n", choice->id, choice->arg);
		else
			printf(".It Fl -%s%s%s%s\n", choice->name,
			    choice->arg == NULL      ? "" :
				choice->may_lack_arg ? " Ns Oo Ns = Ns Ar " :
						       " Ns = Ns Ar ",
			    choice->arg != NULL ? choice->arg : "",
			    choice->may_lack_arg ? " Oc" : "");
		printf("%c%s.\n%s", choice->help[0] - 'a' + 'A',
		    choice->help + 1, choice->more != NULL ? choice->more : "");
	}
	puts(".El");
}

static int
print_manual(const struct shell *sh, const char *part)
{
	if (strcmp(part, "OPTIONS") == 0)
		print_options_mdoc();
	else if (!manual_part(&sh->session, part))
		return usage_error(part, _("no such part"));
	return 0;
}

static int
run(struct shell *sh, const struct request *r, char **args)
{
	if (r->mdoc != NULL)
		return print_manual(sh, r->mdoc);
	if (r->commands != NULL) {
		set_arguments(sh, "-c", args);
		return run_string(sh, r->commands);
	}
	if (*args != NULL) {
		set_arguments(sh, args[0], args + 1);
		return run_file(sh, args[0]);
	}
	set_arguments(sh, "socksh", args);
	return sh->interactive ? ui_run(sh) : run_stdin(sh);
}

/* Where there can be no lab the shell goes on without; false then. */
static bool
enter_lab(struct shell *sh, const char *names)
{
	char *cause = NULL;
	bool ok = shell_enter_lab(sh, names, &cause);

	if (!ok)
		fprintf(stderr, "socksh: %s\n", cause);
	free(cause);
	return ok;
}

/* --plain means the same behind the name of a mode as before it: takes it out of
 * what is passed on; whether it was there. */
static bool
take_plain(char **args)
{
	bool found = false, options = true;
	char **to = args;

	for (; *args != NULL; args++) {
		if (options && strcmp(*args, "--plain") == 0) {
			found = true;
			continue;
		}
		options &= strcmp(*args, "--") != 0;
		*to++ = *args;
	}
	*to = NULL;
	return found;
}

int
main(int argc, char **argv)
{
	struct shell_options options = { 0 };
	struct request request;
	struct shell sh;
	bool lacks = false;
	int status;

	if (argc > 1 && strcmp(argv[1], LOOKUP_OPTION) == 0)
		return lookup_main(argv + 2);
	hold_standard(STDIN_FILENO);
	options.stdout_closed = hold_standard(STDOUT_FILENO);
	hold_standard(STDERR_FILENO);
	language_set(NULL);
	request = parse_arguments(argc, argv);
	if (request.lang != NULL)
		speak(request.lang);
	if (request.done == 0 && options.stdout_closed)
		return usage_error(_("standard output"), strerror(EBADF)) != 0;
	if (request.done != -1)
		return fflush(stdout) == 0 ? request.done : 1;
	if (request.commands == NULL && argv[optind] != NULL &&
	    lesson_mode_known(argv[optind])) {
		if (request.json)
			return usage_error("--json", _("not with lessons"));
		if (request.lab != NULL)
			return usage_error("--lab", _("not with lessons"));
		request.plain |= take_plain(argv + optind + 1);
		if (request.plain)
			setenv("NO_COLOR", "1", 1);
		return lesson_mode(argv + optind, request.plain);
	}
	options.quiet = request.quiet;
	options.json = request.json;
	options.plain = request.plain;
	options.no_init = request.no_init;
	options.interactive = request.commands == NULL &&
	    argv[optind] == NULL && request.mdoc == NULL &&
	    isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	shell_init(&sh, &options);
	if (request.lab != NULL && request.mdoc == NULL)
		lacks = !enter_lab(&sh, request.lab);
	status = run(&sh, &request, argv + optind);
	/* Whoever reads the status takes 0 for "done, and done in the lab". */
	if (status == 0 && lacks && !options.interactive)
		status = 1;
	shell_free(&sh);
	return status;
}
