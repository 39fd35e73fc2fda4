/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of messages and of lessons. */
#ifndef SOCKSH_SHELL_LANGUAGE_H
#define SOCKSH_SHELL_LANGUAGE_H

#include <stdbool.h>

/*
 * Sets the locale by the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG, as
 * gettext(1) has them) and finds the catalogues: beside a program that is run
 * where it was built, else where they were installed. With a name, as of --lang,
 * that language comes first, whatever the environment says.
 */
void language_set(const char *name);

/* After language_set: whether there is a catalogue of that name. English is in
 * the program. */
bool language_found(const char *name);

#endif
