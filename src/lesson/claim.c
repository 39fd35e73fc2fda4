/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding claims, and the steps that settle them. */
#include "lesson/claim.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

const struct claim *
claim_exact(const char *tag)
{
	for (const struct claim *c = claim_rows; c->tag != NULL; c++) {
		if (strcmp(c->tag, tag) == 0)
			return c;
	}
	return NULL;
}

/* The letter, in capitals, and the number of a word such as c07; false if it
 * does not look like one. */
static bool
read_tag(const char *word, char *letter, unsigned long *number)
{
	size_t digits = strspn(word[0] != '\0' ? word + 1 : word, "0123456789");

	*letter = (char)(word[0] & ~32);
	if ((*letter != 'C' && *letter != 'M') || digits == 0 || digits > 9 ||
	    word[1 + digits] != '\0')
		return false;
	*number = strtoul(word + 1, NULL, 10);
	return true;
}

bool
claim_mentions(const struct claim *c, const char *word)
{
	return strcasestr(c->says, word) != NULL ||
	    strcasestr(c->right, word) != NULL ||
	    strstr(_(c->says), word) != NULL ||
	    strstr(_(c->right), word) != NULL;
}

const struct claim *
claim_nearest(const char *word)
{
	const struct claim *near = NULL;
	unsigned long number;
	char letter;

	if (!read_tag(word, &letter, &number))
		return NULL;
	/* They stand in their order, without a gap. */
	for (const struct claim *c = claim_rows; c->tag != NULL; c++) {
		if (c->tag[0] == letter &&
		    (near == NULL || strtoul(c->tag + 1, NULL, 10) <= number))
			near = c;
	}
	return near;
}

const struct claim *
claim_find(const char *word)
{
	const struct claim *near = claim_nearest(word);
	unsigned long number;
	char letter;

	return near != NULL && read_tag(word, &letter, &number) &&
		strtoul(near->tag + 1, NULL, 10) == number ?
	    near :
	    NULL;
}

const char *
verdict_word(enum verdict verdict)
{
	static const char *const words[] = {
		[VERDICT_TRUE] = N_("true"),
		[VERDICT_HALF] = N_("half true"),
		[VERDICT_FALSE] = N_("false"),
	};

	return words[verdict];
}

/* The place of a tag in a step's, from 1; 0: it is not there. */
static size_t
place_of(const struct step *step, const char *tag)
{
	for (size_t i = 0; i < step->tags.n; i++) {
		if (strcmp(step->tags.v[i].text, tag) == 0)
			return i + 1;
	}
	return 0;
}

struct lesson *
claim_settled(const struct claim *c, const struct library *lib, size_t *step)
{
	struct lesson *found = NULL;

	for (size_t i = 0; i < lib->n; i++) {
		struct lesson *l = lib->v[i];

		for (size_t k = 0; k < l->nsteps; k++) {
			size_t place = place_of(&l->steps[k], c->tag);

			if (place == 0 || (place != 1 && found != NULL))
				continue;
			found = l;
			*step = k;
			if (place == 1)
				return found;
		}
	}
	return found;
}
