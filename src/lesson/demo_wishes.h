/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wished of socksh demo, on the command line. */
#ifndef SOCKSH_LESSON_DEMO_WISHES_H
#define SOCKSH_LESSON_DEMO_WISHES_H

#include <stdbool.h>
#include <stdint.h>

struct demo_wishes {
	const char *lesson;
	const char *record; /* a file, or NULL */
	unsigned speed;     /* characters a second; 0: at once */
	int64_t pause;      /* ns; -1: keys */
	bool big;
	bool plain;
	bool notes; /* no lesson is shown, but what its speaker says */
};

/* Reads the words behind "demo"; plain may have been wished before. False, and it
 * is said on standard error, if they are wrong. */
bool demo_wishes_read(struct demo_wishes *w, char **args);

#endif
