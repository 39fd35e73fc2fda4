/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this program stands on the disk. */
#ifndef SOCKSH_BASE_PLACE_H
#define SOCKSH_BASE_PLACE_H

/* The folder of the program, if that is the one it was built in; NULL if it was
 * installed, or nobody knows. The caller's to free. */
char *place_built(void);

#endif
