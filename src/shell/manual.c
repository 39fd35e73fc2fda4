/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the manual page that the tables tell, as mdoc(7). */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "lang/parse.h"
#include "shell/help.h"
#include "shell/shell.h"

/* In English only, as the man page is: no locale has a say. */
static char
capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* A sentence, from a text without capital and full stop. */
static void
print_sentence(const char *text)
{
	putchar(capital(*text));
	for (text++; *text != '\0'; text++) {
		if (*text == '\\')
			putchar('\\');
		putchar(*text == '\\' ? 'e' : *text);
	}
	puts(".");
}

static void
print_form(const struct command *cmd, const struct form *form)
{
	printf(".It Ic %s", cmd->prim->name);
	for (int k = 0; k < form->n; k++)
		printf(form->optional[k] ? " Op Ar %s%s" : " Ar %s%s",
		    cmd->prim->params[form->param[k]].name,
		    form->variadic && k == form->n - 1 ? " ..." : "");
	putchar('\n');
}

/* "wire hold [filter]", and what that does. */
static void
print_verbs(const struct prim *prim)
{
	const struct verb *verb = prim->verbs;

	if (verb == NULL)
		return;
	puts(".Bl -tag -width Ds");
	for (; verb->name != NULL; verb++) {
		printf(".It Ic %s %s%s%s\n", prim->name, verb->name,
		    verb->form != NULL ? " Ar " : "",
		    verb->form != NULL ? verb->form : "");
		print_sentence(verb->help);
	}
	puts(".El");
}

static void
print_command(const struct command *cmd)
{
	const char *man = cmd->prim->man;

	for (unsigned f = 0; f < cmd->nforms; f++) {
		if (!cmd->forms[f].c)
			print_form(cmd, &cmd->forms[f]);
	}
	print_sentence(cmd->prim->help);
	print_verbs(cmd->prim);
	if (man != NULL) {
		size_t n = strcspn(man, "(");

		printf("See\n.Xr %.*s %.1s .\n", (int)n, man, man + n + 1);
	}
}

static void
print_topic(const struct session *s, int topic, const char *name,
    const char *what)
{
	bool any = false;

	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *prim = s->commands[i].prim;

		if ((int)prim->topic != topic || (prim->flags & PRIM_HIDDEN))
			continue;
		if (!any) {
			printf(".Ss %c%s\n", capital(*name), name + 1);
			print_sentence(what);
			puts(".Bl -tag -width Ds");
		}
		any = true;
		print_command(&s->commands[i]);
	}
	if (any)
		puts(".El");
}

static void
print_commands(const struct session *s)
{
	const char *name, *what;
	int topic;

	for (size_t i = 0; help_topic_at(i, &topic, &name, &what); i++)
		print_topic(s, topic, name, what);
	/* What has no topic yet. */
	print_topic(s, TOPIC_NONE, "others", "what has no topic");
}

static void
print_statements(void)
{
	const char *word, *what;

	puts(".Bl -tag -width wait_until -compact");
	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++) {
		if (what == NULL)
			continue;
		printf(".It Ic %s\n", word);
		print_sentence(what);
	}
	puts(".El");
}

static void
print_settings(void)
{
	struct strbuf words = { 0 };
	const char *name, *help;

	puts(".Bl -tag -width columns");
	for (size_t i = 0; setting_at(NULL, i, &name, &help, &words); i++) {
		printf(".It Cm %s", name);
		if (words.len != 0)
			printf(" Pq Cm %s", sb_text(&words));
		putchar('\n');
		print_sentence(help);
		sb_clear(&words);
	}
	puts(".El");
	sb_free(&words);
}

bool
manual_part(const struct session *s, const char *part)
{
	if (strcmp(part, "COMMANDS") == 0)
		print_commands(s);
	else if (strcmp(part, "STATEMENTS") == 0)
		print_statements();
	else if (strcmp(part, "SETTINGS") == 0)
		print_settings();
	else
		return false;
	return true;
}
