/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of a lesson in other languages. */
#include "lesson/translate.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

struct gatherer {
	struct lesson_texts *texts;
	const struct step *step;
};

static void
gather(struct gatherer *g, const char *kind, const char **text, unsigned line)
{
	struct lesson_texts *texts = g->texts;

	if (*text == NULL || **text == '\0')
		return;
	texts->v = xgrow(texts->v, texts->n, sizeof(texts->v[0]));
	texts->v[texts->n++] = (struct lesson_text){ .text = text,
		.step = g->step,
		.kind = kind,
		.line = line };
}

static void
gather_piece(struct gatherer *g, const char *kind, struct piece *piece)
{
	gather(g, kind, &piece->text, piece->line);
}

static void
gather_pieces(struct gatherer *g, const char *kind, struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->n; i++) {
		if (!piece_is_listing(&pieces->v[i]))
			gather_piece(g, kind, &pieces->v[i]);
	}
}

static void
gather_step(struct gatherer *g, struct step *step)
{
	g->step = step;
	gather(g, "title", &step->title, step->line);
	gather_pieces(g, "text", &step->text);
	gather_piece(g, "predict", &step->question);
	for (size_t i = 0; i < step->nchoices; i++) {
		struct choice *choice = &step->choices[i];

		gather_piece(g,
		    choice->right ? "predict, the right choice" :
				    "predict, a choice",
		    &choice->text);
	}
	for (size_t i = 0; i < step->nchoices; i++)
		gather_piece(g, "predict, why not", &step->choices[i].why);
	for (size_t i = 0; i < step->ntraps; i++)
		gather_piece(g, "wrong", &step->traps[i].message);
	gather_pieces(g, "hint", &step->hints);
	gather_piece(g, "point", &step->point);
	gather_pieces(g, "note", &step->notes);
}

void
lesson_texts(struct lesson *l, struct lesson_texts *texts)
{
	struct gatherer g = { .texts = texts };

	*texts = (struct lesson_texts){ 0 };
	gather(&g, "title", &l->title.text, l->title.line);
	for (size_t i = 0; i < l->nsteps; i++)
		gather_step(&g, &l->steps[i]);
}

void
lesson_texts_free(struct lesson_texts *texts)
{
	free(texts->v);
	*texts = (struct lesson_texts){ 0 };
}

char *
lesson_context(const struct lesson *l, const struct lesson_text *text)
{
	return text->step == NULL ?
	    xstrdup(l->id.text) :
	    xasprintf("%s/%s", l->id.text, text->step->id);
}

#if defined(ENABLE_NLS) && ENABLE_NLS
/* A message with a context is found by both, with an EOT between: what
 * pgettext of gettext.h does. NULL if there is no translation. */
static const char *
translation(const struct lesson *l, const struct lesson_text *text)
{
	char *context = lesson_context(l, text);
	char *key = xasprintf("%s\004%s", context, *text->text);
	const char *found = dgettext(LESSON_DOMAIN, key);
	bool translated = found != key;

	free(context);
	free(key);
	return translated ? found : NULL;
}

void
lesson_translate(struct lesson *l)
{
	struct lesson_texts texts;

	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return;
	lesson_texts(l, &texts);
	for (size_t i = 0; i < texts.n; i++) {
		const char *found = translation(l, &texts.v[i]);

		if (found != NULL)
			*texts.v[i].text = lesson_keep(l, found, strlen(found));
	}
	lesson_texts_free(&texts);
}
#else
void
lesson_translate(struct lesson *l)
{
	(void)l;
}
#endif

static const char template_header[] =
    "msgid \"\"\n"
    "msgstr \"\"\n"
    "\"Project-Id-Version: " PACKAGE " " PACKAGE_VERSION "\\n\"\n"
    "\"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n\"\n"
    "\"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n\"\n"
    "\"Language-Team: LANGUAGE <LL@li.org>\\n\"\n"
    "\"Language: \\n\"\n"
    "\"MIME-Version: 1.0\\n\"\n"
    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
    "\"Content-Transfer-Encoding: 8bit\\n\"\n";

/* A lesson's line has no control characters but tabs. */
static void
put_string(struct strbuf *out, const char *keyword, const char *s)
{
	sb_printf(out, "%s \"", keyword);
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			sb_char(out, '\\');
		if (*s == '\t')
			sb_str(out, "\\t");
		else
			sb_char(out, *s);
	}
	sb_str(out, "\"\n");
}

/* The same text twice in a step is one message. */
static bool
stands_above(const struct lesson_texts *texts, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (texts->v[k].step == texts->v[i].step &&
		    strcmp(*texts->v[k].text, *texts->v[i].text) == 0)
			return true;
	}
	return false;
}

void
lesson_template(struct lesson *l, struct strbuf *out)
{
	struct lesson_texts texts;

	sb_str(out, template_header);
	lesson_texts(l, &texts);
	for (size_t i = 0; i < texts.n; i++) {
		const struct lesson_text *text = &texts.v[i];
		char *context;

		if (stands_above(&texts, i))
			continue;
		context = lesson_context(l, text);
		sb_printf(out, "\n#. %s", text->kind);
		if (strcmp(text->kind, "point") == 0)
			sb_printf(out,
			    ": %d columns at most, 30 Chinese "
			    "characters",
			    LESSON_POINT_COLUMNS);
		sb_char(out, '\n');
		put_string(out, "msgctxt", context);
		put_string(out, "msgid", *text->text);
		sb_str(out, "msgstr \"\"\n");
		free(context);
	}
	lesson_texts_free(&texts);
}
