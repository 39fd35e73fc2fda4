/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a user's state is kept: what outlives a session, but is no setting. */
#ifndef SOCKSH_BASE_STATE_H
#define SOCKSH_BASE_STATE_H

/* $XDG_STATE_HOME/socksh/name, or below $HOME/.local/state; the folders are
 * made, for the user alone. The caller's to free; NULL without a home. */
char *state_path(const char *name);

#endif
