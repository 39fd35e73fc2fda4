/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two gettext marks. _("…") translates now; N_("…") only marks a string
 * in a table, for whoever shows it to translate it then.
 */
#ifndef SOCKSH_BASE_I18N_H
#define SOCKSH_BASE_I18N_H

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#if defined(ENABLE_NLS) && ENABLE_NLS
#include <libintl.h>
#define _(s) gettext(s)
#else
#define _(s) (s)
#define ngettext(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(s) s

#endif
