/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What starting a program costs that does nothing but get readline ready. */
#include <locale.h>
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>

int
main(void)
{
	setlocale(LC_ALL, "");
	using_history();
	rl_initialize();
	return 0;
}
