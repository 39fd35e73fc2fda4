/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What starting any program costs. */
int
main(void)
{
	return 0;
}
